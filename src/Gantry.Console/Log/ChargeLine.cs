using System.Numerics;
using System.Text.Json;

namespace Gantry.Console.Log;

/// <summary>One line of a charge.</summary>
/// <param name="Dimension">What was counted.</param>
/// <param name="Units">How much of it.</param>
/// <param name="Unit">What the price is for: <c>1M tokens</c>, <c>image</c>, …</param>
/// <param name="NanosPerMillion">The price, in nano-USD for a million units.</param>
/// <param name="PricedAs">The dimension whose price is taken.</param>
internal sealed record ChargeLine(string Dimension, BigInteger Units, string Unit, BigInteger NanosPerMillion, string PricedAs)
{
    /// <summary>In millionths of a nano-USD.</summary>
    public BigInteger Amount => Units * NanosPerMillion;

    /// <summary>USD for the unit.</summary>
    public string Price => LogFigures.Dollars(NanosPerMillion, Unit == "1M tokens" ? 9 : 15);

    /// <summary>USD, exact.</summary>
    public string Dollars => LogFigures.Dollars(Amount, 15);

    public static ChargeLine Read(JsonElement told) => new(
        told.GetProperty("dimension").GetString()!,
        RequestStory.Number(told.GetProperty("units")),
        told.GetProperty("unit").GetString()!,
        RequestStory.Number(told.GetProperty("nanos_per_million")),
        told.GetProperty("priced_as").GetString()!);
}
