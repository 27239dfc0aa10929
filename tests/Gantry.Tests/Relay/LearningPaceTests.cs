using Gantry.Relay;
using Xunit;

namespace Gantry.Tests.Relay;

public sealed class LearningPaceTests
{
    private readonly FakeTime _time = new();

    [Fact]
    public void First_answers_of_each_model_are_all_learnt_from_and_then_one_in_sixteen()
    {
        var pace = new LearningPace(_time);
        Assert.Equal(16, Due(pace, "a", 16));
        Assert.Equal(16, Due(pace, "b", 16));
        Assert.Equal(10, Due(pace, "a", 160, TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public void However_many_come_at_most_twenty_a_second_are_looked_at()
    {
        var pace = new LearningPace(_time);
        Due(pace, "a", 16);
        Assert.InRange(Due(pace, "a", 20_000, TimeSpan.FromMicroseconds(100)), 20, 40);
    }

    [Fact]
    public void Names_beyond_a_thousand_are_not_learnt()
    {
        var pace = new LearningPace(_time);
        Assert.Equal(1_000, Enumerable.Range(0, 1_100).Count(name => pace.IsDue($"m{name}")));
        Assert.True(pace.IsDue("m7"));
    }

    private int Due(LearningPace pace, string model, int answers, TimeSpan between = default)
    {
        var due = 0;
        for (var answer = 0; answer < answers; answer++)
        {
            _time.Advance(between);
            due += pace.IsDue(model) ? 1 : 0;
        }

        return due;
    }
}
