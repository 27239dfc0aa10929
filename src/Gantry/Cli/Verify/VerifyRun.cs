using Gantry.Cli.Verify.Assertions;
using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;
using Gantry.Protocols;

namespace Gantry.Cli.Verify;

/// <summary>Asks a gateway everything in <see cref="AssertionTable"/>, protocol by protocol.</summary>
internal sealed class VerifyRun(VerifyOptions options, HttpClient http, TimeProvider time)
{
    /// <summary>How much of a failing answer is shown, in bytes.</summary>
    private const int PreviewBytes = 300;

    private readonly GatewayClient _client = new(http, options.BaseUrl, options.Timeout, time);
    private readonly Spending _spending = new(options.MaxCost);
    private readonly KeyMask _mask = new(options.Key);

    /// <summary>Runs everything.</summary>
    /// <param name="finished">Told of each protocol as soon as it is through.</param>
    /// <param name="cancellation">Ends the run; what had been asked stays asked.</param>
    public async Task<VerifyReport> RunAsync(Action<ProtocolResult> finished, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var named = options.Protocols.All(options.Models.ContainsKey);
        var listed = named ? new ModelListing([], null) : await ModelPicker.ListAsync(_client, options.Key, cancellation);
        var results = new List<ProtocolResult>();
        foreach (var protocol in options.Protocols.Where(options.Only.Admits))
        {
            var result = await RunAsync(protocol, listed, cancellation);
            finished(result);
            results.Add(result);
        }
        return new VerifyReport(options.Address, results) { Spending = _spending, Elapsed = time.GetElapsedTime(started) };
    }

    private async Task<ProtocolResult> RunAsync(Protocol protocol, ModelListing listed, CancellationToken cancellation)
    {
        var model = options.Models.GetValueOrDefault(protocol) ?? ModelPicker.Pick(protocol, listed.Ids);
        if (model is null)
        {
            var reason = _mask.Hide(listed.Fault ?? "the gateway lists no model that is known to speak it");
            return new ProtocolResult(protocol, null, $"{reason}; name one with --model-{protocol.ToString().ToLowerInvariant()}", []);
        }
        var dialect = Dialect.Of(protocol, model);
        var probe = new Probe(_client, dialect, options.Key, _spending);
        var results = new List<AssertionResult>();
        foreach (var assertion in AssertionTable.For(dialect).Where(one => options.Only.Admits(protocol, one.Id))) results.Add(await JudgeAsync(assertion, probe, cancellation));
        return new ProtocolResult(protocol, model, null, results);
    }

    private async Task<AssertionResult> JudgeAsync(Assertion assertion, Probe probe, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var verdict = _spending.Allows() ? await assertion.Check(probe, cancellation) : Verdict.Skip("the bound on the cost is reached");
        var outcome = verdict.SkipReason is not null ? Outcome.Skip
            : verdict.Fault is null ? Outcome.Pass
            : assertion.Level == Level.Must ? Outcome.Fail
            : Outcome.Warn;
        var result = new AssertionResult(assertion.Id, assertion.Title, assertion.Why, assertion.Level, outcome)
        {
            Elapsed = time.GetElapsedTime(started),
        };
        if (outcome == Outcome.Skip) return result with { Message = verdict.SkipReason };
        if (outcome == Outcome.Pass) return result;
        return result with
        {
            Message = _mask.Hide(verdict.Fault!),
            Request = _mask.Hide(verdict.Answer?.Request ?? ""),
            Status = verdict.Answer?.Status ?? 0,
            Body = _mask.Preview(verdict.Answer?.Body ?? [], PreviewBytes),
        };
    }
}
