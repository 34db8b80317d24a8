"""From files to the domain: everything is refused with its place, and all refusals come at once."""
