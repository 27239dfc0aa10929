using System.Net;
using Gantry.Protocols;
using Gantry.Secrets;

namespace Gantry.Catalog.Declared;

/// <summary>Reads an item of <c>accounts</c>.</summary>
internal static class AccountReader
{
    public static DeclaredAccount Read(MapReader map)
    {
        var email = Names.ReadEmail(map, "email");
        var account = new DeclaredAccount(
            email,
            map.Word("role", AccountRole.User),
            map.Decimal("credit", DecimalText.Nano),
            [.. map.Maps("keys", "key").Select(k => Key(k, email))])
        {
            SpendCaps = SpendCapReader.Read(map),
            RateLimits = RateLimitReader.Read(map),
            Plan = map.Text("plan") is { Length: > 0 } plan ? plan : null,
            TimeZone = map.Text("time_zone") is { Length: > 0 } zone ? zone : null,
        };
        map.Remember(AccountRow.KeyOf(email));
        map.Done();
        return account;
    }

    /// <summary>Reads a key of the account.</summary>
    /// <param name="map">The key.</param>
    /// <param name="email">The account.</param>
    /// <param name="ofTeam">It may say which member it is for.</param>
    public static DeclaredKey Key(MapReader map, string email, bool ofTeam = false)
    {
        var name = Names.Read(map, "name");
        var secret = map.Text("secret");
        if (secret is { Length: < KeyFormat.ShortestDeclared })
            map.Error("secret", $"secret of key {name} has {secret.Length} characters: it needs {KeyFormat.ShortestDeclared} or more");
        else if (secret is not null && secret.Any(c => c is <= ' ' or > '~'))
            map.Error("secret", $"secret of key {name} has a space or a character outside ASCII: clients could not send it");
        var row = new ApiKeyRow
        {
            Id = Guid.Empty,
            AccountId = Guid.Empty,
            Account = email,
            Name = name,
            Member = ofTeam && map.Has("member") ? Names.ReadEmail(map, "member") : null,
            Hash = default,
            Display = "",
            Groups = map.Texts("groups"),
            Models = map.Texts("models"),
            Operations = map.Words<Operation>("operations"),
            Networks = [.. map.PlacedTexts("networks").Select(n => Network(n.Text))],
            ExpiresAt = map.Time("expires_at"),
            SpendCaps = SpendCapReader.Read(map),
            RateLimits = RateLimitReader.Read(map),
            Fallback = map.Flag("fallback", false),
            Auto = map.Map("auto", "auto") is { } auto ? KeyRoutingReader.Auto(auto) : null,
            ModelsMap = map.Map("models_map", "models_map") is { } names ? KeyRoutingReader.ModelsMap(names) : [],
            Routes = map.Map("routes", "routes") is { } routes ? KeyRoutingReader.Routes(routes) : null,
            CaptureDays = map.Map("capture", "capture") is { } capture ? Days(capture) : null,
            CreatedAt = default,
        };
        map.Remember(row.Key);
        map.Done();
        return new DeclaredKey(row, secret);
    }

    private static int? Days(MapReader capture)
    {
        if (capture.RequiredText("days").Length == 0) return null;
        var days = capture.Whole("days", 1, ApiKeyRow.MostCaptureDays);
        capture.Done();
        return (int?)days;
    }

    // One address is a network of one.
    private static string Network(string text) =>
        IPAddress.TryParse(text, out var address) ? $"{address}/{address.GetAddressBytes().Length * 8}" : text;
}
