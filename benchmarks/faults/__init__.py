"""Programs that are killed, disks that fill up or fail, and power that goes: what is left of a search afterwards."""
