namespace Gantry.Billing;

/// <summary>What a journal entry holds: the first byte of its payload.</summary>
internal enum JournalKind : byte
{
    /// <summary>Nothing readable.</summary>
    None = 0,

    /// <summary>The record of a request that has ended, as JSON.</summary>
    Finished = 1,

    /// <summary>The record of a request about to be sent upstream, as JSON.</summary>
    Dispatched = 2,

    /// <summary>How far a running answer has come, packed; see <see cref="JournalProgress"/>.</summary>
    Progress = 3,
}
