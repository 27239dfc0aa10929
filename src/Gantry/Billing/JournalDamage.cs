namespace Gantry.Billing;

/// <summary>Bytes of a segment that hold no readable entry.</summary>
/// <param name="Segment">Number of the segment.</param>
/// <param name="Offset">Where the bytes start.</param>
/// <param name="Bytes">How many they are.</param>
/// <param name="TornTail">
/// True at the end of a segment: an append that a crash cut short, never confirmed to its caller, cut off. False before readable
/// entries: bytes changed on the disk, set aside in <c>NNNNNNNN.damaged</c>.
/// </param>
internal readonly record struct JournalDamage(long Segment, long Offset, long Bytes, bool TornTail);
