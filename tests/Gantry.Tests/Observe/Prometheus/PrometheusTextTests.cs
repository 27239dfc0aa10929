using System.Globalization;
using Gantry.Observe;
using Gantry.Observe.Prometheus;
using Xunit;

namespace Gantry.Tests.Observe.Prometheus;

public sealed class PrometheusTextTests
{
    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("a\\nb\\")]
    [InlineData("é漢🙂 {x=\"y\"} 1")]
    [InlineData("")]
    public void Label_of_any_text_is_read_as_it_was(string text)
    {
        using var meter = new GatewayMeter();
        using var board = Board(meter);
        meter.CountRefusal(text);
        var sample = Assert.Single(new PrometheusReader(board.Read()).Samples, sample => sample.Name == "gantry_refusals_total");
        Assert.Equal((text, "1"), (sample.Labels["gantry_reason"], sample.Value));
    }

    [Fact]
    public void Histogram_counts_a_value_in_its_bucket_and_all_above()
    {
        using var meter = new GatewayMeter();
        using var board = Board(meter);
        foreach (var seconds in new[] { 0.01, 0.02, 0.3, 1000 }) meter.Count(Request() with { Duration = TimeSpan.FromSeconds(seconds) });
        var read = new PrometheusReader(board.Read());
        Assert.Equal("histogram", read.Types["gantry_request_duration_seconds"]);
        var buckets = read.Samples.Where(sample => sample.Name == "gantry_request_duration_seconds_bucket").ToDictionary(sample => sample.Labels["le"], sample => sample.Value, StringComparer.Ordinal);
        Assert.Equal(("1", "2", "2", "3", "3", "4"), (buckets["0.01"], buckets["0.05"], buckets["0.25"], buckets["0.5"], buckets["640"], buckets["+Inf"]));
        Assert.Equal(1000.33m, read.Sum("gantry_request_duration_seconds_sum"));
    }

    [Fact]
    public void Money_of_years_is_told_to_the_last_digit()
    {
        using var meter = new GatewayMeter();
        using var board = Board(meter);
        meter.CountCost(Request(), 9_007_199_254_740_993);
        Assert.Equal("9007199254740993", Assert.Single(new PrometheusReader(board.Read()).Samples, sample => sample.Name == "gantry_cost_nano_usd_total").Value);
    }

    [Fact]
    public void Series_beyond_the_bound_are_counted_together()
    {
        using var meter = new GatewayMeter();
        using var board = Board(meter);
        for (var number = 0; number < MetricFamily.MostSeries + 500; number++) meter.CountRefusal(number.ToString(CultureInfo.InvariantCulture));
        var read = new PrometheusReader(board.Read());
        Assert.Equal(MetricFamily.MostSeries + 1, read.Samples.Count(sample => sample.Name == "gantry_refusals_total"));
        Assert.Equal(500, read.Sum("gantry_refusals_total", ("otel_metric_overflow", "true")));
    }

    [Fact]
    public void Instruments_of_another_gateway_in_the_process_are_not_its_own()
    {
        using var meter = new GatewayMeter();
        using var other = new GatewayMeter();
        using var board = Board(meter);
        other.CountRefusal("theirs");
        Assert.DoesNotContain("gantry_refusals_total", board.Read(), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_counted_before_somebody_reads_and_nothing_allocated()
    {
        using var meter = new GatewayMeter();
        Assert.False(meter.IsOn);
        var request = Request();
        for (var round = 0; round < 3; round++) Count(meter, request);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1_000; round++) Count(meter, request);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Counting_for_a_reader_allocates_nothing_once_the_labels_are_known()
    {
        using var meter = new GatewayMeter();
        using var board = Board(meter);
        var request = Request();
        for (var round = 0; round < 100; round++) Count(meter, request);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1_000; round++) Count(meter, request);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_100, new PrometheusReader(board.Read()).Sum("gantry_requests_total"));
    }

    [Theory]
    [InlineData("gantry.requests", "{request}", "Counter", "gantry_requests_total")]
    [InlineData("dotnet.gc.pause.time", "s", "Counter", "dotnet_gc_pause_time_seconds_total")]
    [InlineData("dotnet.process.memory.working_set", "By", "Gauge", "dotnet_process_memory_working_set_bytes")]
    [InlineData("gantry.upstream.up", null, "Gauge", "gantry_upstream_up")]
    [InlineData("9lives-α", null, "Gauge", "_lives__")]
    public void Name_is_that_which_a_collector_makes(string instrument, string? unit, string kind, string expected) =>
        Assert.Equal(expected, PrometheusNames.Family(instrument, unit, Enum.Parse<MetricKind>(kind)));

    [Theory]
    [InlineData("a 1")]
    [InlineData("# HELP a x\n# TYPE a counter\na 1\n")]
    [InlineData("# HELP a x\n# TYPE a gauge\na 1\na 2\n")]
    [InlineData("# HELP a x\n# TYPE a gauge\na{b=\"\"c\"} 1\n")]
    [InlineData("# HELP a x\n# TYPE a gauge\nb 1\n")]
    [InlineData("# HELP a x\n# TYPE a gauge\na 1,5\n")]
    [InlineData("# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n")]
    [InlineData("# HELP a x\n# TYPE a histogram\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 2\n")]
    [InlineData("# TYPE a gauge\na 1\n")]
    public void Broken_text_is_found(string text) => Assert.Throws<FormatException>(() => new PrometheusReader(text));

    private static MetricBoard Board(GatewayMeter meter)
    {
        var board = new MetricBoard(meter);
        board.Start(late: false);
        return board;
    }

    private static void Count(GatewayMeter meter, in RequestFigures request)
    {
        meter.Count(request);
        meter.CountTokens(request, "input", 5);
        meter.CountCost(request, 7);
        meter.Count(new AttemptFigures("up", "served") { IsRetry = true, Operation = "chat", Provider = "openai", Model = "m", Address = "host", Error = null, Duration = request.Duration, FirstChunk = request.FirstContent, Input = 5, Output = 6 });
    }

    private static RequestFigures Request() => new("chat", "chat", "all", "m") { Outcome = "completed", Status = 200, Duration = TimeSpan.FromSeconds(1), FirstContent = TimeSpan.FromMilliseconds(30) };
}
