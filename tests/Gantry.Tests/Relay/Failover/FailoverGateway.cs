using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay.Failover;

/// <summary>One gateway for many cases: each has a model of its own, so that what one does to the health of its target is nothing to the others.</summary>
public sealed class FailoverGateway : IAsyncLifetime
{
    private static readonly string[] Spoken = ["chat", "responses", "messages", "gemini"];

    private static readonly RelayLimits Impatient = new()
    {
        FirstByte = TimeSpan.FromSeconds(1),
        FirstByteSlow = TimeSpan.FromSeconds(1),
        Idle = TimeSpan.FromSeconds(1),
        Drain = TimeSpan.FromSeconds(1),
    };

    private FailoverRig? _rig;

    internal FailoverRig Rig => _rig!;

    public async ValueTask InitializeAsync()
    {
        var offers = Ways.Rows().SelectMany(row => BreaksBeforeContentTests.Cases(row).Concat(NobodyAnswersTests.Cases(row)).Concat(BreaksAfterContentTests.Cases(row)).Concat(OddButGoodTests.Cases(row)))
            .Distinct()
            .SelectMany(of => new[] { (of.Model, $"bad-{of.First}", of.FirstModel, 0), (of.Model, $"good-{of.Second}", of.SecondModel, 1) })
            .ToList();
        _rig = await FailoverRig.StartAsync(
            Impatient,
            (bad, good) => FailoverRig.File([.. Spoken.Select(p => FailoverRig.Upstream($"bad-{p}", bad, p)), .. Spoken.Select(p => FailoverRig.Upstream($"good-{p}", good, p))], offers));
    }

    public async ValueTask DisposeAsync()
    {
        if (_rig is { } rig)
        {
            await using (rig)
            {
                await rig.CheckMoneyAsync();
            }
        }
    }
}
