using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>Reads <c>settings</c>.</summary>
internal static class SettingsReader
{
    private static readonly ImmutableArray<string> Known =
        [SettingRow.KeyPrefix, SettingRow.PublicUrl, SettingRow.PathBase, SettingRow.TimeZone, SettingRow.PricingPublic, SettingRow.UsageDays, SettingRow.RollupDays];

    public static ImmutableArray<SettingRow> Read(MapReader file)
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

        map.Done();
        return rows.ToImmutable();
    }
}
