using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Gantry.Simulator.Recording;

namespace Gantry.Tests.Relay.Faults;

/// <summary>Tells when requests have reached the upstream, by a mark in their prompts: that passes through every lane.</summary>
internal sealed partial class Arrivals : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _follow;

    public Arrivals(SimulatorRecord record) => _follow = FollowAsync(record, _end.Token);

    /// <summary>A prompt that names its request.</summary>
    public static string Mark(string id) => $"<{id}>";

    /// <summary>Which request this is; null for one without a mark.</summary>
    public static string? IdOf(RecordedExchange exchange) =>
        Marks().Match(Encoding.UTF8.GetString(exchange.Body.Span)) is { Success: true } match ? match.Groups["id"].Value : null;

    public Task WaitAsync(string id) => Of(id).Task.WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _follow.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task FollowAsync(SimulatorRecord record, CancellationToken end)
    {
        for (var count = 1; ; count++)
        {
            var exchange = await record.ArrivedAsync(count, end);
            while (exchange.Body.IsEmpty && exchange.Outcome == ExchangeOutcome.Open)
            {
                await Task.Delay(1, end);
            }

            if (IdOf(exchange) is { } id)
            {
                Of(id).TrySetResult();
            }
        }
    }

    private TaskCompletionSource Of(string id) => _waiting.GetOrAdd(id, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    // JSON may write the brackets as escapes.
    [GeneratedRegex(@"(<|\\u003[cC])(?<id>[a-z]+\d+)(>|\\u003[eE])", RegexOptions.ExplicitCapture)]
    private static partial Regex Marks();
}
