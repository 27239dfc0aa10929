namespace Gantry.Billing;

/// <summary>Where an entry lies.</summary>
/// <param name="Segment">Null for nowhere: the journal could not take it, or there never was one.</param>
/// <param name="Start">Offset of its frame in the segment, in bytes.</param>
/// <param name="End">Offset after its frame.</param>
internal readonly record struct JournalPlace(JournalSegment? Segment, long Start, long End)
{
    public bool IsAfter(JournalPlace other) =>
        other.Segment is not { } theirs || (Segment is { } ours && (ours.Number, Start).CompareTo((theirs.Number, other.Start)) > 0);
}
