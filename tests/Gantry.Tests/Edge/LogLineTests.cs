using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gantry.Hosting;
using Gantry.Tests.Hosting;
using Gantry.Tests.Relay.Faults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Xunit;

namespace Gantry.Tests.Edge;

public sealed partial class LogLineTests
{
    private static readonly string[] Strings =
    [
        "a\nb", "a\r\nb", "a\rb", "\n\n\n", "a\u0085b", "a\u2028b", "a\u2029b", "\u001b[2J\u001b[1;1H", "\u001b]0;title\u0007", "a\0b", "a\bb", "\u007f", "\u009b31m", "\u202eb", "\"}\n{\"a\":\"", "a\\nb", "fail: x\nfail: y", "\t\v\f", "\ufeffa",
        "2026-01-01T00:00:00Z crit Gantry[0] all is lost\n2026-01-01T00:00:00Z crit Gantry[0] really",
    ];

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public async Task S_29_Twenty_strings_are_twenty_lines(string format)
    {
        Assert.Equal(20, Strings.Length);
        await using var installation = await Installation.CreateAsync("m");
        await using var server = await installation.ServeAsync(environment: new Dictionary<string, string> { ["GANTRY_LOG"] = format, ["Logging__LogLevel__Gantry"] = "Debug" });
        var greeting = server.Output.Length;
        foreach (var text in Strings)
        {
            var body = $"{{\"model\":{JsonSerializer.Serialize(text)},\"messages\":[{{\"role\":\"user\",\"content\":\"x\"}}]}}";
            using var answer = await installation.SendAsync(server, new ClientCall("chat", "/v1/chat/completions", body, Stream: false));
            Assert.Equal(404, (int)answer.StatusCode);
        }

        var ended = await Waiting.UntilAsync(() => Lines(server.Output[greeting..]).Count >= Strings.Length, TimeSpan.FromSeconds(10));
        Assert.NotNull(ended);
        server.Signal(GantryProcess.Terminate);
        await server.ExitAsync(TestRun.Limit(10));
        // The report of the start is for people, and comes in lines that are set in.
        var lines = Lines(server.Output[greeting..]).Where(line => !line.StartsWith("  ", StringComparison.Ordinal)).ToList();
        var events = lines.Where(line => line.Contains("Chat", StringComparison.Ordinal) && line.Contains("404", StringComparison.Ordinal)).ToList();
        Assert.Equal(Strings.Length, events.Count);
        Assert.All(lines, line => Assert.DoesNotContain(line, c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u202e'));
        Assert.All(lines, line => Assert.True(IsEvent(line, format), line));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public void S_29_What_is_logged_cannot_begin_a_line_nor_command_a_terminal(string format)
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddLogging(logging => LogSetup.Apply(logging, new ConfigurationBuilder().AddInMemoryCollection([new("GANTRY_LOG", format)]).Build()));
        using var provider = services.BuildServiceProvider();
        var chosen = provider.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName;
        var formatter = provider.GetServices<ConsoleFormatter>().Single(each => each.Name == chosen);
        using var written = new StringWriter();
        foreach (var text in Strings)
        {
            var failure = new InvalidOperationException(text);
            formatter.Write(new LogEntry<string>(LogLevel.Error, "Gantry.Test", new EventId(1), text, failure, (state, _) => $"failed: {state}"), null, written);
        }

        var lines = Lines(written.ToString());
        Assert.Equal(Strings.Length, lines.Count);
        Assert.All(lines, line => Assert.DoesNotContain(line, c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u202e'));
        Assert.All(lines, line => Assert.True(IsEvent(line, format), line));
    }

    private static List<string> Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    // Each line is an event with a time in UTC, or it is a part of one that somebody has broken off.
    private static bool IsEvent(string line, string format)
    {
        if (format == "text")
        {
            return Plain().IsMatch(line);
        }

        using var json = JsonDocument.Parse(Encoding.UTF8.GetBytes(line));
        return DateTimeOffset.Parse(json.RootElement.GetProperty("Timestamp").GetString()!, CultureInfo.InvariantCulture).Offset == TimeSpan.Zero;
    }

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (trce|dbug|info|warn|fail|crit) [\w.]+\[\d+\] ", RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();
}
