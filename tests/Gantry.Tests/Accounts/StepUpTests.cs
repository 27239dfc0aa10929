using Gantry.Accounts;
using Gantry.Catalog;
using Xunit;

namespace Gantry.Tests.Accounts;

public sealed class StepUpTests
{
    private readonly FakeTime _time = new();

    public static TheoryData<string> Actions() => [.. Enum.GetNames<DangerousAction>()];

    [Theory]
    [MemberData(nameof(Actions))]
    public void S_24_Dangerous_action_needs_a_proof_of_the_last_five_minutes(string name)
    {
        var action = Enum.Parse<DangerousAction>(name);
        var stepUp = new StepUp(_time);
        var caller = Of(AccountRole.Owner);
        Assert.True(stepUp.Allows(caller, action));
        Assert.False(stepUp.Allows(caller with { MustAddFactor = true }, action));
        Assert.False(stepUp.Allows(caller with { ProvedAt = null, SessionId = null, TokenId = Guid.CreateVersion7(_time.GetUtcNow()) }, action));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(stepUp.Allows(caller, action));
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.False(stepUp.Allows(caller, action));
    }

    [Fact]
    public void S_24_Actions_are_the_six() => Assert.Equal(6, Enum.GetValues<DangerousAction>().Length);

    [Theory]
    [InlineData("owner", "admin", true)]
    [InlineData("owner", "user", true)]
    [InlineData("admin", "user", true)]
    [InlineData("owner", "owner", false)]
    [InlineData("admin", "admin", false)]
    [InlineData("admin", "owner", false)]
    [InlineData("user", "user", false)]
    public void S_24_Nobody_resets_a_peer_or_a_higher_one_alone(string caller, string other, bool allowed)
    {
        var stepUp = new StepUp(_time);
        var who = Of(EnumWords.Parse<AccountRole>(caller));
        Assert.Equal(allowed, stepUp.AllowsReset(who, EnumWords.Parse<AccountRole>(other)));
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.False(stepUp.AllowsReset(who, EnumWords.Parse<AccountRole>(other)));
    }

    private Caller Of(AccountRole role) => new() { AccountId = Guid.Empty, Email = "a@b.c", Role = role, SessionId = Guid.Empty, ProvedAt = _time.GetUtcNow() };
}
