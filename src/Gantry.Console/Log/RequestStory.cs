using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Gantry.Console.Log;

/// <summary>What <c>GET /v1/requests/{id}</c> tells of a request beyond its row in the list, read once.</summary>
internal sealed class RequestStory
{
    private readonly IReadOnlyDictionary<string, JsonElement> _told;

    public RequestStory(IReadOnlyDictionary<string, JsonElement> told)
    {
        _told = told;
        Tries = told.TryGetValue("attempts", out var attempts) ? [.. attempts.GetProperty("trail").EnumerateArray().Select(Read)] : [];
        Charge = told.TryGetValue("charge", out var charge) && charge.ValueKind == JsonValueKind.Object ? ChargeStory.Read(charge) : null;
    }

    public string? UpstreamId => Text("upstream_response_id");

    public string? StopReason => Text("stop_reason");

    /// <summary>What translation could not carry; empty where nothing was lost or translated.</summary>
    public IReadOnlyList<string> Losses => Text("losses")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public IReadOnlyList<TryStory> Tries { get; }

    /// <summary>Null where no upstream was asked, or where the operation costs nothing.</summary>
    public ChargeStory? Charge { get; }

    private static TryStory Read(JsonElement told) => new(
        told.GetProperty("number").GetInt32(),
        told.GetProperty("group").GetString() ?? "",
        Text(told, "upstream"),
        Text(told, "upstream_model"),
        told.GetProperty("outcome").GetString() ?? "",
        told.GetProperty("status").GetInt32(),
        told.GetProperty("started_micros").GetInt64(),
        told.GetProperty("duration_micros").GetInt64(),
        told.TryGetProperty("cost_nanos", out var cost) ? cost.GetInt64() : null,
        Text(told, "cost_status"));

    internal static string? Text(JsonElement told, string name) => told.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static BigInteger Number(JsonElement told) => BigInteger.Parse(told.ValueKind == JsonValueKind.String ? told.GetString()! : told.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private string? Text(string name) => _told.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
