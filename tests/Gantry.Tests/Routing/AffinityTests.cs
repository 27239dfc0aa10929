using System.Text;
using Gantry.Protocols;
using Gantry.Routing;
using Gantry.Routing.Health;
using Gantry.Snapshot;
using Xunit;
using static Gantry.Tests.Routing.Planners;

namespace Gantry.Tests.Routing;

/// <summary>A session stays where its prompt is cached.</summary>
public sealed class AffinityTests
{
    private readonly FakeTime _time = new();
    private readonly HashSet<RouteTarget> _down = [];
    private readonly Affinity _affinity;
    private readonly RoutePlanner _planner;
    private readonly ApiKey _key = Snapshots.Key(Snapshots.Group("g", At("a", credentials: 2), At("b", credentials: 2), At("c", credentials: 2)));

    public AffinityTests()
    {
        _affinity = new Affinity(_time);
        _planner = New(
            target => _down.Contains(target) ? new HealthView { Target = target, State = HealthState.Cooling, Cause = HealthCause.Target, NextProbe = _time.GetUtcNow().AddSeconds(5) } : Well(target),
            _affinity,
            _time);
    }

    [Fact]
    public void Session_of_twenty_turns_moves_once_when_its_place_fails_and_stays_at_the_new_one()
    {
        var served = new List<RouteTarget>();
        for (var turn = 0; turn < 20; turn++)
        {
            if (turn == 8) _down.Add(served[^1]);
            if (turn == 14) _down.Clear();
            var plan = _planner.Plan(Ask(_key, "session"));
            served.Add(plan.Candidates[0].Target);
            _affinity.Note(plan.Session, plan.Candidates[0]);
        }

        Assert.Single(served[..8].Distinct());
        Assert.Single(served[8..].Distinct());
        Assert.NotEqual(served[0], served[^1]);
    }

    [Fact]
    public void Session_follows_the_attempt_that_served_even_to_a_lower_priority()
    {
        var key = Snapshots.Key(Snapshots.Group("g", At("a"), At("b", priority: 1)));
        var plan = _planner.Plan(Ask(key, "s"));
        _affinity.Note(plan.Session, plan.Candidates[1]);
        Assert.Equal("g/b g/a", _planner.Plan(Ask(key, "s")).Names());
        Assert.Equal("g/a g/b", _planner.Plan(Ask(key, "t")).Names());
    }

    [Fact]
    public void Each_account_and_each_model_has_sessions_of_its_own_and_an_alias_is_the_same_model()
    {
        var other = _key with { TenantId = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddDays(1)) };
        var session = _planner.Plan(Ask(_key, "s")).Session;
        Assert.NotNull(session);
        Assert.Equal(session, _planner.Plan(Ask(_key, "s", "alias-of-m")).Session);
        Assert.NotEqual(session, _planner.Plan(Ask(other, "s")).Session);
        Assert.NotEqual(session, _planner.Plan(Ask(_key, "t")).Session);
    }

    [Fact]
    public void Session_without_a_name_is_known_by_what_its_turns_begin_with()
    {
        const string first = """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Tell me of cats."}]}""";
        const string second =
            """{"messages":[{"role":"system","content":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral"}}]},{"role":"user","content":"Tell me of cats."},{"role":"assistant","content":"Cats."},{"role":"user","content":"More."}],"model":"m"}""";
        const string other = """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Tell me of dogs."}]}""";
        var session = Session(first);
        Assert.NotNull(session);
        Assert.Equal(session, Session(second));
        Assert.NotEqual(session, Session(other));
        Assert.Null(Session("""{"model":"m","messages":[]}"""));

        SessionKey? Session(string body) => _planner.Plan(Ask(_key) with { Body = Encoding.UTF8.GetBytes(body) }).Session;
    }

    [Fact]
    public void Header_goes_before_the_body_and_a_named_session_before_its_beginning()
    {
        var named = Ask(_key) with { Body = """{"prompt_cache_key":"k","messages":[{"role":"user","content":"x"}]}"""u8.ToArray() };
        Assert.Equal(_planner.Plan(Ask(_key, "k")).Session, _planner.Plan(named).Session);
        Assert.Equal(_planner.Plan(Ask(_key, "h")).Session, _planner.Plan(named with { Session = new SessionSignal("session_id", "h") }).Session);
    }

    [Fact]
    public void Where_there_is_nothing_to_choose_no_session_is_looked_for()
    {
        var plan = _planner.Plan(Ask(Snapshots.Key(Snapshots.Group("g", At("a"))), "s"));
        Assert.Null(plan.Session);
        _affinity.Note(plan.Session, plan.Candidates[0]);
        Assert.Equal(0, _affinity.Count);
    }

    [Fact]
    public void Operations_that_are_no_conversation_have_none() =>
        Assert.Null(_planner.Plan(Ask(_key, "s") with { Operation = Operation.ImageGeneration }).Session);

    [Fact]
    public void Session_is_forgotten_an_hour_after_it_was_served()
    {
        var plan = _planner.Plan(Ask(_key, "s"));
        _affinity.Note(plan.Session, plan.Candidates[^1]);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(plan.Candidates[^1].Target, _planner.Plan(Ask(_key, "s")).Candidates[0].Target);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(plan.Targets(), _planner.Plan(Ask(_key, "s")).Targets());
    }

    [Fact]
    public void Of_too_many_sessions_the_one_used_longest_ago_is_forgotten()
    {
        var affinity = new Affinity(_time, most: 3);
        var candidate = _planner.Plan(Ask(_key)).Candidates[0];
        for (ulong n = 1; n <= 3; n++) affinity.Note(new SessionKey(0, n), candidate);
        affinity.Note(new SessionKey(0, 1), candidate);
        affinity.Note(new SessionKey(0, 4), candidate);
        Assert.Equal(3, affinity.Count);
        Assert.Equal([true, false, true, true], Enumerable.Range(1, 4).Select(n => affinity.Find(new SessionKey(0, (ulong)n)) is not null));
    }
}
