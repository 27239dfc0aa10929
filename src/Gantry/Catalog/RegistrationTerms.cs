using System.Collections.Immutable;

namespace Gantry.Catalog;

/// <summary>Who may come to an account, as the settings say.</summary>
/// <param name="Mode">How.</param>
/// <param name="Domains">Whose mail addresses may make an account for themselves, in lower case; empty for all. Who is invited is not asked.</param>
public sealed record RegistrationTerms(RegistrationMode Mode, ImmutableArray<string> Domains)
{
    private const int LongestDomain = 253;

    /// <summary>Where nothing is set: to invite somebody is an operator's word already.</summary>
    public static readonly RegistrationTerms Usual = new(RegistrationMode.Invitation, []);

    /// <summary>Whether invitations are made and taken.</summary>
    public bool TakesInvitations => Mode != RegistrationMode.Closed;

    /// <summary>Whether the owner of an address may make an account of it.</summary>
    /// <param name="email">In lower case.</param>
    public bool Admits(string email) => Mode == RegistrationMode.Open && (Domains.IsEmpty || Domains.Contains(email[(email.LastIndexOf('@') + 1)..]));

    internal static RegistrationTerms Of(CatalogRows rows) => new(
        rows.Setting(SettingRow.Registration) is { } mode ? EnumWords.Parse<RegistrationMode>(mode) : Usual.Mode,
        [.. FaceTerms.Parts(rows.Setting(SettingRow.RegistrationDomains)).Select(domain => domain.ToLowerInvariant())]);

    /// <returns>What is wrong with the mode, or null.</returns>
    internal static string? RefuseMode(string value) =>
        EnumWords.TryParse<RegistrationMode>(value, out _) ? null : $"registration must be one of {string.Join(", ", EnumWords.All<RegistrationMode>())}, not '{value}'";

    /// <returns>What is wrong with the list of domains, or null.</returns>
    internal static string? RefuseDomains(string value) =>
        FaceTerms.Parts(value).FirstOrDefault(part => !IsDomain(part)) is { } bad ? $"'{bad}' is not what stands behind the @ of a mail address" : null;

    private static bool IsDomain(string text) => text.Length <= LongestDomain && text.All(c => char.IsLetterOrDigit(c) || c is '-' or '.');
}
