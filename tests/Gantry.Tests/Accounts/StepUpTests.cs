using Gantry.Accounts;
using Xunit;

namespace Gantry.Tests.Accounts;

public sealed class StepUpTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void S_24_Proof_holds_for_five_minutes()
    {
        var stepUp = new StepUp(_time);
        Assert.False(stepUp.Holds(null));
        var proved = _time.GetUtcNow();
        Assert.True(stepUp.Holds(proved));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(stepUp.Holds(proved));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.False(stepUp.Holds(proved));
        Assert.False(stepUp.Holds(_time.GetUtcNow().AddTicks(1)));
    }
}
