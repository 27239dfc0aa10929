using System.Collections.Immutable;
using System.Text.Json;
using Gantry.Catalog;

namespace Gantry.Cli;

/// <summary>The list of keys, for people and for machines.</summary>
internal static class KeyTable
{
    public static void WriteText(ImmutableArray<ApiKeyRow> keys, DateTimeOffset now, TextWriter output)
    {
        string[][] lines =
        [
            ["ID", "KEY", "ACCOUNT", "NAME", "GROUPS", "SPEND CAP", "STATE"],
            .. keys.Select(k => (string[])[k.Id.ToString(), k.Display, k.Account, k.Name, string.Join(",", k.Groups), string.Join(",", k.SpendCaps), State(k, now)]),
        ];
        var widths = Enumerable.Range(0, lines[0].Length).Select(i => lines.Max(l => l[i].Length)).ToArray();
        foreach (var line in lines) output.WriteLine(string.Join("  ", line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    public static void WriteJson(ImmutableArray<ApiKeyRow> keys, TextWriter output) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartArray();
        foreach (var key in keys)
        {
            json.WriteStartObject();
            json.WriteString("id", key.Id);
            json.WriteString("account", key.Account);
            json.WriteString("name", key.Name);
            json.WriteString("display", key.Display);
            WriteStrings(json, "groups", key.Groups);
            WriteStrings(json, "models", key.Models);
            WriteStrings(json, "operations", key.Operations.Select(EnumWords.Of));
            WriteStrings(json, "networks", key.Networks);
            WriteSpendCaps(json, key.SpendCaps);
            WriteTime(json, "created_at", key.CreatedAt);
            WriteTime(json, "expires_at", key.ExpiresAt);
            WriteTime(json, "revoked_at", key.RevokedAt);
            json.WriteString("managed_by", EnumWords.Of(key.ManagedBy));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    // As the declarative file has it; the amount as text, because it is exact.
    private static void WriteSpendCaps(Utf8JsonWriter json, ImmutableArray<SpendLimit> caps)
    {
        json.WriteStartArray("spend_cap");
        foreach (var cap in caps)
        {
            json.WriteStartObject();
            json.WriteString("amount", DecimalText.Format(cap.Amount.Nanos, DecimalText.Nano, 2));
            json.WriteString("window", EnumWords.Of(cap.Window));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known) json.WriteString(name, known);
        else json.WriteNull(name);
    }

    private static string State(ApiKeyRow key, DateTimeOffset now) =>
        key.RevokedAt is { } revoked ? $"revoked {revoked:yyyy-MM-dd}"
        : key.ExpiresAt is { } ends ? $"{(ends <= now ? "expired" : "until")} {ends:yyyy-MM-dd}"
        : "in use";
}
