"""How large what people send may be, in bytes."""

MIB = 1 << 20
LARGEST_PICTURE = 5 * MIB
LARGEST_ARCHIVE = 20 * MIB
