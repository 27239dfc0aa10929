namespace Gantry.Cli.Verify.Assertions;

/// <summary>One thing that a gateway must or should do.</summary>
/// <param name="Id">Stable name within the protocol, such as <c>stream.order</c>.</param>
/// <param name="Level">What a failure means.</param>
/// <param name="Title">What holds when it passes.</param>
/// <param name="Why">Who breaks when it does not.</param>
/// <param name="Check">Asks the gateway and judges.</param>
internal sealed record Assertion(string Id, Level Level, string Title, string Why, Func<Probe, CancellationToken, Task<Verdict>> Check);
