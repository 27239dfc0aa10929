namespace Gantry.Billing;

/// <summary>The database table of usage records.</summary>
public interface IUsageStore
{
    /// <summary>More records than these had better come one batch after the other, so that others can write in between.</summary>
    int MostRows => int.MaxValue;

    /// <summary>Inserts the records and ignores request ids that are already there: the same batch may come again after a crash.</summary>
    /// <remarks>
    /// All or nothing: where it throws, none of the records is there. Where it returns, they survive a loss of power, for the journal
    /// forgets them then.
    /// </remarks>
    Task InsertAsync(IReadOnlyList<UsageRecord> records, CancellationToken cancellation);
}
