using System.Text;
using Gantry.Relay.State;
using Xunit;

namespace Gantry.Tests.Relay.State;

public sealed class ResponseStatesTests
{
    private static readonly Guid Alice = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Bob = new("00000000-0000-0000-0000-000000000002");
    private readonly FakeTime _time = new();

    [Fact]
    public void Response_is_found_by_its_account_alone()
    {
        using var states = Store();
        states.Put(State(Alice, "resp_1"));
        Assert.NotNull(states.Find(Alice, "resp_1"));
        Assert.Null(states.Find(Bob, "resp_1"));
        Assert.Null(states.FindItem(Bob, "msg_resp_1"));
        Assert.Equal("msg_resp_1", states.FindItem(Alice, "msg_resp_1")!.Value.Id);
    }

    [Fact]
    public void Response_of_a_connection_is_found_there_alone()
    {
        var scope = new Guid("00000000-0000-0000-0000-00000000000a");
        using var states = Store();
        states.Put(State(Alice, "resp_1") with { Scope = scope });
        Assert.Null(states.Find(Alice, "resp_1"));
        Assert.Null(states.FindItem(Alice, "msg_resp_1"));
        Assert.False(states.Remove(Alice, "resp_1"));
        Assert.NotNull(states.Find(Alice, "resp_1", scope));
        Assert.True(states.Remove(Alice, "resp_1", scope));
        Assert.Equal(0, states.Bytes);
    }

    [Fact]
    public void Response_is_forgotten_after_its_lifetime()
    {
        using var states = Store();
        states.Put(State(Alice, "resp_1"));
        _time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.NotNull(states.Find(Alice, "resp_1"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(states.Find(Alice, "resp_1"));
        Assert.Equal(0, states.Bytes);
    }

    [Fact]
    public void Account_over_its_share_loses_what_it_used_longest_ago_and_nobody_else_does()
    {
        using var states = Store(account: 3 * Size, total: 100 * Size);
        states.Put(State(Bob, "resp_b"));
        for (var i = 1; i <= 3; i++)
        {
            states.Put(State(Alice, $"resp_{i}"));
        }

        states.Find(Alice, "resp_1");
        states.Put(State(Alice, "resp_4"));
        Assert.Null(states.Find(Alice, "resp_2"));
        Assert.Null(states.FindItem(Alice, "msg_resp_2"));
        Assert.All(["resp_1", "resp_3", "resp_4"], id => Assert.NotNull(states.Find(Alice, id)));
        Assert.NotNull(states.Find(Bob, "resp_b"));
    }

    [Fact]
    public void All_accounts_together_stay_within_the_total()
    {
        using var states = Store(account: 100 * Size, total: 3 * Size);
        for (var i = 1; i <= 5; i++)
        {
            states.Put(State(i % 2 == 0 ? Alice : Bob, $"resp_{i}"));
            Assert.InRange(states.Bytes, 1, 3 * Size);
        }

        Assert.Null(states.Find(Bob, "resp_1"));
        Assert.Null(states.Find(Alice, "resp_2"));
        Assert.NotNull(states.Find(Bob, "resp_3"));
    }

    [Fact]
    public void Response_larger_than_its_account_may_have_is_not_kept_and_pushes_nothing_out()
    {
        using var states = Store(account: 2 * Size, total: 100 * Size);
        states.Put(State(Alice, "resp_1"));
        states.Put(State(Alice, "resp_2") with { Input = new byte[3 * Size] });
        Assert.Null(states.Find(Alice, "resp_2"));
        Assert.NotNull(states.Find(Alice, "resp_1"));
    }

    [Fact]
    public void Same_response_again_takes_the_place_of_the_first()
    {
        using var states = Store();
        states.Put(State(Alice, "resp_1"));
        states.Put(State(Alice, "resp_1"));
        Assert.Equal(Size, states.Bytes);
    }

    [Fact]
    public void Thoughts_that_their_upstream_neither_sealed_nor_kept_are_not_said_again()
    {
        var state = State(Alice, "resp_1") with
        {
            Response = """{"id":"resp_1","output":[{"type":"reasoning","id":"rs_1","summary":[]},{"type":"reasoning","id":"rs_2","encrypted_content":"x"},{"type":"message","id":"msg_1"}]}"""u8.ToArray(),
        };
        Assert.Equal(["rs_1", "rs_2", "msg_1"], state.Conversation().Select(item => item.Id));
        Assert.Equal(["rs_2", "msg_1"], (state with { IsRelayed = true }).Conversation().Select(item => item.Id));
    }

    private static long Size => State(Alice, "resp_1").Size;

    private static ResponseState State(Guid account, string id) => new()
    {
        AccountId = account,
        Id = id,
        Input = "[]"u8.ToArray(),
        Response = Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","output":[{"type":"message","id":"msg_{{id}}","role":"assistant","content":[]}]}"""),
    };

    private ResponseStates Store(long account = 1_000_000, long total = 1_000_000) =>
        new(new StateLimits { AccountBytes = account, TotalBytes = total }, _time);
}
