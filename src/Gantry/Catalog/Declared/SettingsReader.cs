using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>Reads <c>settings</c>.</summary>
internal static class SettingsReader
{
    private static readonly ImmutableArray<string> Known =
        [SettingRow.KeyPrefix, SettingRow.PublicUrl, SettingRow.PathBase, SettingRow.TimeZone, SettingRow.PricingPublic, SettingRow.StatusPublic, SettingRow.ActiveProbes, SettingRow.UsageDays, SettingRow.RollupDays, SettingRow.AuditDays,
        SettingRow.ForwardLimit, SettingRow.ForwardHeader, SettingRow.Registration];

    private static readonly ImmutableArray<string> Lists = [SettingRow.TrustedProxies, SettingRow.CorsOrigins, SettingRow.RegistrationDomains];

    /// <param name="file">The whole file.</param>
    /// <param name="secrets">Takes the settings that are secrets.</param>
    public static ImmutableArray<SettingRow> Read(MapReader file, ImmutableArray<DeclaredSecret>.Builder secrets)
    {
        if (file.Map("settings", "settings") is not { } map) return [];
        var rows = ImmutableArray.CreateBuilder<SettingRow>();
        foreach (var name in Known)
        {
            if (map.Text(name) is not { } value) continue;
            Add(name, value);
        }

        foreach (var name in Lists.Where(map.Has))
        {
            Add(name, FaceTerms.Join(map.Texts(name)));
        }

        RateLimitReader.Settings(map, rows);
        PaymentsReader.Read(map, rows, secrets);
        SmtpReader.Read(map, rows, secrets);
        AlertReader.Read(map, rows, secrets);
        SignInReader.Read(map, rows, secrets);
        map.Done();
        return rows.ToImmutable();

        void Add(string name, string value)
        {
            var row = new SettingRow { Name = name, Value = value };
            map.Context.Positions[(row.Key, "")] = map.PlaceOf(name);
            rows.Add(row);
        }
    }
}
