using Gantry.Protocols;

namespace Gantry.Catalog.Declared;

/// <summary>Reads an item of <c>upstreams</c>.</summary>
internal static class UpstreamReader
{
    public static DeclaredUpstream Read(MapReader map)
    {
        var row = new UpstreamRow
        {
            Name = Names.Read(map, "name"),
            Provider = map.RequiredText("provider"),
            BaseUrl = map.Text("base_url") is { Length: > 0 } url ? url : null,
            Speaks = map.Words<Protocol>("speaks"),
            AllowPrivateNetwork = map.Flag("allow_private_network", false),
            Proxy = map.Text("proxy") is { Length: > 0 } proxy ? proxy : null,
            StreamUsage = map.Flag("stream_usage", true),
            StopsOnCancel = map.Has("stops_on_cancel") ? map.Flag("stops_on_cancel", true) : null,
            Host = map.Text("host") is { Length: > 0 } host ? host : null,
            Disabled = map.Flag("disabled", false),
            Options = map.Map("options", "options") is { } options ? ReadOptions(options) : null,
            Traits = map.Map("traits", "traits") is { } traits ? TraitsReader.Read(traits) : null,
        };
        var secrets = map.PlacedTexts("api_keys");
        foreach (var twice in secrets.GroupBy(s => s.Text).SelectMany(g => g.Skip(1)))
            map.Context.Error(twice.At, $"api_keys of upstream {row.Name} hold one key twice");
        foreach (var secret in secrets.Where(s => !s.Text.StartsWith('{') && s.Text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || !char.IsAscii(c))))
            map.Context.Error(secret.At, $"api_keys of upstream {row.Name} hold a key with a space, a line end or a letter outside ASCII");
        map.Remember(row.Key);
        map.Done();
        return new DeclaredUpstream(row, [.. secrets.Select(s => s.Text)]);
    }

    private static string? ReadOptions(MapReader map)
    {
        var options = new UpstreamOptions([.. map.Keys.Select(key => KeyValuePair.Create(key, map.Text(key) ?? ""))]);
        map.Done();
        return options.IsEmpty ? null : options.ToJson();
    }
}
