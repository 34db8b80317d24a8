"""The proof put to the proof: brute force over small catalogues, and faults planted in the shipped one."""
