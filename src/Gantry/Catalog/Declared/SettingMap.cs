using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>Members of a mapping that become settings of the gateway.</summary>
internal static class SettingMap
{
    /// <summary>Takes a plain setting, where it is given, and remembers its place.</summary>
    public static void ReadSetting(this MapReader map, string key, string name, ImmutableArray<SettingRow>.Builder rows)
    {
        var row = new SettingRow { Name = name, Value = map.Text(key) ?? "" };
        map.Context.Positions[(row.Key, "")] = map.PlaceOf(key);
        if (map.Has(key)) rows.Add(row);
    }

    /// <summary>Takes a secret. One place for "not given", "empty" and what the rules say of it: none may be reported twice.</summary>
    public static void ReadSecret(this MapReader map, string key, string name, ImmutableArray<DeclaredSecret>.Builder secrets)
    {
        map.Context.Positions[(SecretRow.KeyOf(name), "")] = map.PlaceOf(key);
        if (map.Text(key) is not { } secret) return;
        if (SecretTerms.Refuse(name, secret) is { } reason) map.Error(key, reason);
        else secrets.Add(new DeclaredSecret(name, secret));
    }
}
