using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>Reads <c>settings</c>.</summary>
internal static class SettingsReader
{
    private static readonly ImmutableArray<string> Known =
        [SettingRow.KeyPrefix, SettingRow.PublicUrl, SettingRow.PathBase, SettingRow.TimeZone, SettingRow.PricingPublic, SettingRow.ActiveProbes, SettingRow.UsageDays, SettingRow.RollupDays];

    /// <param name="file">The whole file.</param>
    /// <param name="secrets">Takes the settings that are secrets.</param>
    public static ImmutableArray<SettingRow> Read(MapReader file, ImmutableArray<DeclaredSecret>.Builder secrets)
    {
        if (file.Map("settings", "settings") is not { } map) return [];
        var rows = ImmutableArray.CreateBuilder<SettingRow>();
        foreach (var name in Known)
        {
            if (map.Text(name) is not { } value) continue;
            var row = new SettingRow { Name = name, Value = value };
            map.Context.Positions[(row.Key, "")] = map.PlaceOf(name);
            rows.Add(row);
        }

        PaymentsReader.Read(map, rows, secrets);
        SmtpReader.Read(map, rows, secrets);
        AlertReader.Read(map, rows, secrets);
        map.Done();
        return rows.ToImmutable();
    }
}
