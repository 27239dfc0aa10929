using Gantry.Audit;

namespace Gantry.Alerts;

/// <summary>Alerts in the store, with their way out: whatever is raised is in the outbox in the same commit.</summary>
internal interface IAlertStore
{
    /// <summary>How soon a condition that has cleared may be told of again.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    /// <summary>How long closed alerts are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <summary>All that are open.</summary>
    Task<IReadOnlyList<Alert>> OpenAsync(CancellationToken cancellation);

    Task<IReadOnlyList<Alert>> ListAsync(AlertQuery query, CancellationToken cancellation);

    /// <summary>
    /// Raises what is not open, was not told of already under its mark and has not cleared within <see cref="Rest"/>, and closes what is open; tells the
    /// recipients of both. May be repeated: the second time changes nothing.
    /// </summary>
    /// <returns>What was raised and what was closed.</returns>
    Task<IReadOnlyList<Alert>> ApplyAsync(IReadOnlyList<AlertNote> raised, IReadOnlyList<AlertEnd> ended, AlertRoute route, CancellationToken cancellation);

    /// <summary>Forgets alerts that were closed more than <see cref="Kept"/> ago.</summary>
    Task<int> TrimAsync(CancellationToken cancellation);

    Task<AlertPreferences> PreferencesAsync(Guid accountId, CancellationToken cancellation);

    Task SaveAsync(AlertPreferences preferences, AuditNote note, CancellationToken cancellation);
}
