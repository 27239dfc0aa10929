using Gantry.Cli.Demo;
using Gantry.Protocols;
using Gantry.Simulator;
using Gantry.Tests.Cli.Verify;
using Xunit;

namespace Gantry.Tests.Cli.Demo;

public sealed class DemoTest
{
    private const string Key = "sk-demoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMOdemoDEMO";
    private static readonly DemoModels Models = new("gpt-5.5", "gpt-5.5", "claude-sonnet-5", "gemini-3.8-flash");

    [Fact]
    public async Task Each_protocol_is_asked_once_and_tells_its_text_and_tokens()
    {
        await using var simulator = await SimulatorServer.StartAsync();

        var rows = await DemoReport.RunAsync(simulator.BaseUrl, Key, Models, TimeProvider.System, CancellationToken.None);

        Assert.Equal([Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Gemini], rows.Select(row => row.Protocol));
        Assert.All(rows, row =>
        {
            Assert.Null(row.Error);
            Assert.Contains("Say hello", row.Text, StringComparison.Ordinal);
            Assert.True(row.InputTokens > 0 && row.OutputTokens > 0, $"{row.InputTokens} > {row.OutputTokens}");
            Assert.True(row.FirstByte > TimeSpan.Zero && row.FirstByte <= row.Elapsed, $"{row.FirstByte}, {row.Elapsed}");
        });
    }

    [Fact]
    public async Task A_refused_request_is_a_row_with_the_reason_and_without_the_key()
    {
        await using var gateway = await StubGateway.StartAsync(echoes: true);

        var rows = await DemoReport.RunAsync(gateway.BaseUrl, Key, Models, TimeProvider.System, CancellationToken.None);

        Assert.All(rows, row =>
        {
            Assert.StartsWith("status 401: ", row.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(Key, row.Error, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_table_and_the_recipes_are_as_written_down()
    {
        using var output = new StringWriter { NewLine = "\n" };

        DemoText.Write(output, Rows(), new Uri("http://127.0.0.1:3456"), Key, Models);

        Golden.Matches("Cli/Demo/Golden/demo.txt", output.ToString());
    }

    [Fact]
    public void No_line_is_longer_than_113_columns()
    {
        using var output = new StringWriter { NewLine = "\n" };

        DemoText.Write(output, Rows(), new Uri("http://127.0.0.1:3456"), Key, Models);

        Assert.All(output.ToString().Split('\n'), line => Assert.True(line.Length <= 113, line));
    }

    private static DemoRow[] Rows() =>
    [
        new(Protocol.Chat, "/v1/chat/completions", "gpt-5.5")
        {
            Text = "Hello,\nreader.", InputTokens = 16, OutputTokens = 4, FirstByte = TimeSpan.FromMilliseconds(3), Elapsed = TimeSpan.FromMilliseconds(21),
        },
        new(Protocol.Responses, "/v1/responses", "a-model-with-a-name-that-is-too-long")
        {
            Text = string.Concat(Enumerable.Repeat("word ", 30)), InputTokens = 1600, OutputTokens = 400, CostNanos = 4_500_001, Elapsed = TimeSpan.FromSeconds(12.34),
        },
        new(Protocol.Messages, "/v1/messages", "claude-sonnet-5") { Error = "status 503: {\"type\":\"error\"}" },
        new(Protocol.Gemini, "/v1beta/models/…:streamGenerateContent", "gemini-3.8-flash") { Text = "Hi.", InputTokens = 16, OutputTokens = 1 },
    ];
}
