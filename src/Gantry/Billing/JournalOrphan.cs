namespace Gantry.Billing;

/// <summary>A request that a former process sent upstream and whose end is not in the journal.</summary>
/// <param name="Dispatched">Its record as if it had ended before anything came.</param>
/// <param name="Ticket">What of it lies in the journal.</param>
internal sealed record JournalOrphan(UsageRecord Dispatched, DispatchTicket Ticket)
{
    /// <summary>How far its answer had come; null where none was written down.</summary>
    public UsageProgress? Last { get; set; }
}
