namespace Gantry.Nodes;

/// <summary>
/// Who may use how much of what all servers share: spend caps, rate windows, places. The shares of one thing never add up to more than there is of it, so a server
/// that keeps to its own share in memory keeps the limit of all (reliability L-3, L-4).
/// </summary>
internal interface IShareStore
{
    /// <summary>
    /// Makes a share as large as is needed, and larger where there is room: the whole room where <paramref name="nodes"/> is one, else a part of it. Where there
    /// is not enough the share shrinks to what is used, and the others are told what is lacking. While it runs the caller must not use more than it says.
    /// </summary>
    Task<ShareGrant> TakeAsync(long run, ShareAsk ask, int nodes, CancellationToken cancellation);

    /// <summary>Makes a share smaller; one of nothing is none. Says so to the others.</summary>
    Task KeepAsync(long run, string subject, long keep, CancellationToken cancellation);

    /// <summary>Gives several shares back whole, in one write.</summary>
    Task DropAsync(long run, IReadOnlyCollection<string> subjects, CancellationToken cancellation);
}
