namespace Gantry.Billing;

/// <summary>A record and its place in the journal.</summary>
/// <param name="Record">What was appended.</param>
/// <param name="Segment">Null where the journal could not take the record and it lives in memory only.</param>
/// <param name="Start">Offset of its frame in the segment, in bytes.</param>
/// <param name="End">Offset after its frame.</param>
internal readonly record struct JournalEntry(UsageRecord Record, JournalSegment? Segment, long Start, long End);
