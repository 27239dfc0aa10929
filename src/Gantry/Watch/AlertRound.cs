using Gantry.Alerts;

namespace Gantry.Watch;

/// <summary>What one look at everything has found.</summary>
/// <param name="open">The alerts that are open.</param>
internal sealed class AlertRound(IReadOnlyDictionary<AlertKey, Alert> open)
{
    private readonly Dictionary<AlertKey, AlertNote> _raised = [];
    private readonly Dictionary<AlertKey, AlertEnd> _ended = [];

    public IReadOnlyCollection<AlertNote> Raised => _raised.Values;

    public IReadOnlyCollection<AlertEnd> Ended => _ended.Values;

    public bool IsOpen(AlertKey key) => open.ContainsKey(key);

    /// <summary>The open alerts of a kind.</summary>
    public IEnumerable<Alert> Open(AlertKind kind) => open.Values.Where(alert => alert.Key.Kind == kind);

    /// <summary>The condition holds; nothing where that is known.</summary>
    /// <param name="key">Which.</param>
    /// <param name="account">As <see cref="AlertNote.AccountId"/>.</param>
    /// <param name="text">For people.</param>
    /// <param name="member">As <see cref="AlertNote.MemberId"/>.</param>
    public void Raise(AlertKey key, Guid? account, string text, Guid? member = null)
    {
        if (!IsOpen(key)) _raised.TryAdd(key, new AlertNote(key, account, text) { MemberId = member });
    }

    /// <summary>The condition no longer holds; nothing where it was not known to.</summary>
    /// <param name="key">Which.</param>
    /// <param name="text">For those who were told of it; null for silence.</param>
    public void End(AlertKey key, string? text = null)
    {
        if (IsOpen(key)) _ended.TryAdd(key, new AlertEnd(key, text));
    }
}
