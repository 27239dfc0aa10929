using System.Numerics;
using System.Text.Json;

namespace Gantry.Console.Log;

/// <summary>A charge, and what it is computed from. Everything is computed here again: what the gateway says of its own sums is not taken for granted.</summary>
internal sealed record ChargeStory
{
    private static readonly BigInteger Million = 1_000_000;

    public required IReadOnlyList<ChargeLine> Lines { get; init; }

    /// <summary>The factor of the group, in parts per million.</summary>
    public required long MultiplierPpm { get; init; }

    /// <summary>As decimal text.</summary>
    public required string Multiplier { get; init; }

    /// <summary>The price is on record: the lines can be computed.</summary>
    public required bool Priced { get; init; }

    public required bool Free { get; init; }

    public required long HeldNanos { get; init; }

    public required long CostNanos { get; init; }

    public required long ChargedNanos { get; init; }

    /// <summary>What the house carried.</summary>
    public required long OverrunNanos { get; init; }

    public required long RefundedNanos { get; init; }

    public required string Reason { get; init; }

    public required string Policy { get; init; }

    public required string Version { get; init; }

    public string? Tier { get; init; }

    /// <summary>All lines, in millionths of a nano-USD.</summary>
    public BigInteger Sum => Lines.Aggregate(BigInteger.Zero, (sum, line) => sum + line.Amount);

    /// <summary>With the factor, in millionths of a millionth of a nano-USD: exact.</summary>
    public BigInteger Exact => Sum * MultiplierPpm;

    /// <summary>Rounded up once, in nano-USD.</summary>
    public BigInteger Rounded => (Exact + (Million * Million) - 1) / (Million * Million);

    /// <summary>The lines come to the cost, and the cost to what the wallet and the house paid.</summary>
    public bool AddsUp => Priced && Rounded == CostNanos && ChargedNanos + OverrunNanos == CostNanos;

    public static ChargeStory Read(JsonElement told)
    {
        var priced = told.TryGetProperty("computation", out var computation);
        return new ChargeStory
        {
            Priced = priced,
            Lines = priced ? [.. computation.GetProperty("lines").EnumerateArray().Select(ChargeLine.Read)] : [],
            Free = told.TryGetProperty("free", out var free) && free.GetBoolean(),
            MultiplierPpm = told.GetProperty("multiplier_ppm").GetInt64(),
            Multiplier = told.GetProperty("multiplier").GetString()!,
            HeldNanos = told.GetProperty("held_nanos").GetInt64(),
            CostNanos = told.GetProperty("cost_nanos").GetInt64(),
            ChargedNanos = told.GetProperty("charged_nanos").GetInt64(),
            OverrunNanos = told.GetProperty("overrun_nanos").GetInt64(),
            RefundedNanos = told.GetProperty("refunded_nanos").GetInt64(),
            Reason = told.GetProperty("reason").GetString()!,
            Policy = told.GetProperty("policy").GetString()!,
            Version = told.GetProperty("price_version").GetString()!,
            Tier = RequestStory.Text(told, "service_tier"),
        };
    }
}
