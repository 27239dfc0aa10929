using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>Reads <c>smtp</c> of <c>settings</c>.</summary>
internal static class SmtpReader
{
    public static void Read(MapReader settings, ImmutableArray<SettingRow>.Builder rows, ImmutableArray<DeclaredSecret>.Builder secrets)
    {
        if (settings.Map("smtp", "smtp") is not { } smtp) return;
        foreach (var name in SmtpTerms.Settings) smtp.ReadSetting(name[SmtpTerms.Prefix.Length..], name, rows);
        smtp.ReadSecret(SmtpTerms.Password[SmtpTerms.Prefix.Length..], SmtpTerms.Password, secrets);
        smtp.Done();
    }
}
