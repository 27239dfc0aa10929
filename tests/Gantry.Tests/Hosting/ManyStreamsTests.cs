using System.Diagnostics;
using System.Text.RegularExpressions;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Hosting;

[Collection(AloneCollection.Name)]
public sealed partial class ManyStreamsTests(ITestOutputHelper output)
{
    private const int Streams = 500;
    private const int Events = 200;
    private const string Model = "sim-text-n200-i20-b16";

    [Fact]
    public async Task Five_hundred_streams_at_once_each_bring_every_event_in_order()
    {
        await using var installation = await Installation.CreateAsync(Model);
        await using var server = await installation.ServeAsync();
        await installation.AskAsync(server, ClientCall.Ask("chat", Model, stream: true));
        var clock = Stopwatch.StartNew();

        var answers = await Task.WhenAll(Enumerable.Range(0, Streams).Select(number =>
            installation.AskAsync(server, ClientCall.Ask(ClientCall.Protocols[number % 4], Model, stream: true))))
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        output.WriteLine($"{Streams} streams of {Events} events in {clock.Elapsed.TotalSeconds:0.0} s");
        var expected = Enumerable.Range(0, Events).ToList();
        for (var number = 0; number < Streams; number++)
        {
            Assert.Equal(200, answers[number].Status);
            Assert.DoesNotContain("\"error\":{", answers[number].Body);
            Assert.Equal(expected, Pieces().Matches(Deltas(answers[number].Body)).Select(m => int.Parse(m.Groups[1].Value)));
        }
    }

    // Responses repeats the whole text in its last events.
    private static string Deltas(string body)
    {
        var whole = body.IndexOf("event: response.output_text.done", StringComparison.Ordinal);
        return whole < 0 ? body : body[..whole];
    }

    [GeneratedRegex("w([0-9]{6}) ")]
    private static partial Regex Pieces();
}
