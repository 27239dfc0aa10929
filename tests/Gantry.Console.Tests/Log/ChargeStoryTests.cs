using System.Text.Json;
using Gantry.Console.Log;
using Xunit;

namespace Gantry.Console.Tests.Log;

/// <summary>A charge is computed again from its lines.</summary>
public sealed class ChargeStoryTests
{
    private const string Told =
        """
        {"held_nanos":9000000,"cost_nanos":COST,"charged_nanos":CHARGED,"overrun_nanos":5,"refunded_nanos":0,"reason":"usage","policy":"delivered","price_version":"v1","multiplier":"1.5",
         "multiplier_ppm":1500000,"service_tier":"standard","free":false,"computation":{"lines":[
          {"dimension":"input","units":1001,"unit":"1M tokens","nanos_per_million":3000000001,"priced_as":"input","substituted":false,"amount":"x"},
          {"dimension":"reasoning","units":7,"unit":"1M tokens","nanos_per_million":15000000007,"priced_as":"output","substituted":true,"amount":"x"},
          {"dimension":"image","units":2,"unit":"image","nanos_per_million":40000000000000,"priced_as":"image","substituted":false,"amount":"x"}]}}
        """;

    // (1001 * 3000000001 + 7 * 15000000007 + 2 * 40000000000000) * 1.5 / 1000000, rounded up.
    private const long Cost = 124_662_001;

    [Fact]
    public void Lines_come_to_the_cost_exactly()
    {
        var charge = Read(Cost, Cost - 5);
        Assert.True(charge.AddsUp);
        Assert.Equal("83108000001050", charge.Sum.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(["$0.003003000001001", "$0.000105000000049", "$0.08"], charge.Lines.Select(line => line.Dollars));
        Assert.Equal(["$3.000000001", "$15.000000007", "$0.04"], charge.Lines.Select(line => line.Price));
        Assert.Equal("$0.124662001", LogFigures.Dollars(charge.Rounded, 9));
    }

    [Theory]
    [InlineData(Cost + 1, Cost - 4)]
    [InlineData(Cost - 1, Cost - 6)]
    [InlineData(Cost, Cost - 4)]
    public void What_does_not_add_up_is_said(long cost, long charged) => Assert.False(Read(cost, charged).AddsUp);

    [Fact]
    public void Request_without_charge_trail_or_losses_is_read()
    {
        var story = new RequestStory(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"attempts":{"count":0,"trail":[]},"charge":null,"losses":null,"stop_reason":null}""")!);
        Assert.Null(story.Charge);
        Assert.Empty(story.Tries);
        Assert.Empty(story.Losses);
    }

    [Theory]
    [InlineData(320, "<1 ms")]
    [InlineData(320_999, "320 ms")]
    [InlineData(1_254_000, "1.25 s")]
    [InlineData(125_900_000, "125 s")]
    public void Times_are_short(long micros, string text) => Assert.Equal(text, LogFigures.Duration(micros));

    private static ChargeStory Read(long cost, long charged) =>
        ChargeStory.Read(JsonElement.Parse(Told.Replace("COST", $"{cost}", StringComparison.Ordinal).Replace("CHARGED", $"{charged}", StringComparison.Ordinal)));
}
