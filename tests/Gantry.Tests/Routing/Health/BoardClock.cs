using Gantry.Billing;
using Gantry.Routing.Health;

namespace Gantry.Tests.Routing.Health;

/// <summary>A board on a clock that tests move, and short words for what happens to it.</summary>
internal sealed class BoardClock
{
    public static readonly Guid One = new("00000000-0000-0000-0000-000000000001");
    public static readonly Guid Two = new("00000000-0000-0000-0000-000000000002");

    public BoardClock()
    {
        Board = new HealthBoard(Time);
        Board.Changed += Changes.Add;
    }

    public FakeTime Time { get; } = new();

    public HealthBoard Board { get; }

    public List<HealthChange> Changes { get; } = [];

    public static RouteTarget Target(string upstream = "up", Guid? credential = null, string model = "m") => new(upstream, credential ?? One, model);

    public HealthView this[RouteTarget target] => Board.Look(target);

    /// <summary>Attempts one after the other, each begun and ended at once.</summary>
    public void Try(RouteTarget target, AttemptOutcome outcome, int times = 1, TimeSpan? retryAfter = null)
    {
        for (var time = 0; time < times; time++)
        {
            Board.End(Board.Begin(target), outcome, retryAfter);
        }
    }

    public void Pass(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>Lets the rest of a target pass, and a moment more.</summary>
    public TimeSpan PassRest(RouteTarget target)
    {
        var rest = this[target].NextProbe!.Value - Time.GetUtcNow();
        Time.Advance(rest + TimeSpan.FromMilliseconds(1));
        return rest;
    }
}
