"""Reading the national files of data·inclusion: hundreds of megabytes, one record at a time."""
