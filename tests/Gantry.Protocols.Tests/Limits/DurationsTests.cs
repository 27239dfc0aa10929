using FsCheck;
using FsCheck.Fluent;
using Gantry.Protocols.Limits;
using Xunit;

namespace Gantry.Protocols.Tests.Limits;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("6m0s", 360_000)]
    [InlineData("120ms", 120)]
    [InlineData("2m59.56s", 179_560)]
    [InlineData("1h2m3s", 3_723_000)]
    [InlineData("48.939s", 48_939)]
    [InlineData("0s", 0)]
    [InlineData("60", 60_000)]
    [InlineData("1.5", 1_500)]
    [InlineData("1d", 86_400_000)]
    [InlineData("500\u00b5s", 0.5)]
    [InlineData(" 7s ", 7_000)]
    public void Span_is_read(string text, double milliseconds) => Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Durations.Read(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("5 apples")]
    [InlineData("s")]
    [InlineData("1m2")]
    [InlineData("1e9")]
    [InlineData("99999999999s")]
    [InlineData("NaN")]
    public void What_is_no_span_is_null(string? text) => Assert.Null(Durations.Read(text));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(-5, "0s")]
    [InlineData(0.2, "1ms")]
    [InlineData(120, "120ms")]
    [InlineData(1_000, "1s")]
    [InlineData(7_660, "7.66s")]
    [InlineData(360_000, "6m0s")]
    [InlineData(3_600_000, "1h0m0s")]
    [InlineData(90_061_001, "25h1m1.001s")]
    public void Span_is_written_as_OpenAi_does(double milliseconds, string text) => Assert.Equal(text, Durations.Write(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void What_is_written_is_read_again() =>
        Prop.ForAll(ArbMap.Default.ArbFor<uint>(), milliseconds =>
            Durations.Read(Durations.Write(TimeSpan.FromMilliseconds(milliseconds))) == TimeSpan.FromMilliseconds(milliseconds)).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData("Please try again in 11.054s. Visit", 12)]
    [InlineData("try again in 1m26.4s", 87)]
    [InlineData("Please try again in 6 minutes", 360)]
    [InlineData("Please retry after 20 seconds.", 20)]
    [InlineData("Please try again in 349ms", 1)]
    [InlineData("PLEASE TRY AGAIN IN 2H30M", 9_000)]
    [InlineData("Rate limit resets in 8 sec", 8)]
    [InlineData("Please retry in 48.939935699s.", 49)]
    [InlineData("try again in 2 regions", null)]
    [InlineData("try again later", null)]
    [InlineData(null, null)]
    public void Wait_is_found_in_a_sentence(string? text, int? seconds) => Assert.Equal(seconds, RetryAfter.InText(text));
}
