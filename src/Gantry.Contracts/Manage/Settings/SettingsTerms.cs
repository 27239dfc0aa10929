namespace Gantry.Contracts.Manage.Settings;

/// <summary>What is set for the whole gateway; what is not named has its usual value.</summary>
public sealed record SettingsTerms
{
    /// <summary>By name, such as <c>time_zone</c> or <c>smtp.host</c>, in the words of the declarative file.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings that are secrets, by name. Written and never read: those that are set are shown as empty text.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();

    /// <summary>Never shows a secret: records print their members by default.</summary>
    public override string ToString() => $"{Values.Count} settings, {Secrets.Count} secrets";
}
