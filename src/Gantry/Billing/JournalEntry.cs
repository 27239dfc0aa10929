namespace Gantry.Billing;

/// <summary>A finished record and what of it lies in the journal.</summary>
/// <param name="Record">What was appended, or composed of what a killed process left.</param>
/// <param name="Place">Nowhere for a record that lives in memory only.</param>
/// <param name="Ticket">Dispatch and progress of the request, forgotten together with its end.</param>
internal readonly record struct JournalEntry(UsageRecord Record, JournalPlace Place, DispatchTicket? Ticket = null)
{
    public JournalSegment? Segment => Place.Segment;

    public long Start => Place.Start;

    public long End => Place.End;
}
