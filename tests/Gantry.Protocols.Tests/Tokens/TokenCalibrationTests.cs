using Gantry.Protocols.Tokens;
using Xunit;

namespace Gantry.Protocols.Tests.Tokens;

public sealed class TokenCalibrationTests
{
    [Fact]
    [Trait("Case", "87")]
    public void Ratio_follows_what_is_reported()
    {
        var calibration = new TokenCalibration();
        Assert.Equal(1_000, calibration.Apply("m", 1_000));
        for (int i = 0; i < 100; i++) calibration.Observe("m", 1_000, 1_300);
        Assert.InRange(calibration.RatioOf("m"), 1_290, 1_300);
        Assert.Equal(1_000, calibration.RatioOf("another"));
    }

    [Fact]
    public void One_odd_answer_moves_little_and_none_moves_it_beyond_the_bounds()
    {
        var calibration = new TokenCalibration();
        calibration.Observe("m", 1_000, 1_000_000_000);
        Assert.InRange(calibration.RatioOf("m"), 1_001, 1_100);
        for (int i = 0; i < 1_000; i++) calibration.Observe("m", 1_000, long.MaxValue);
        Assert.Equal(TokenCalibration.Highest, calibration.RatioOf("m"));
        for (int i = 0; i < 1_000; i++) calibration.Observe("m", 1_000_000, 1);
        Assert.Equal(TokenCalibration.Lowest, calibration.RatioOf("m"));
    }

    [Fact]
    public void Small_prompts_and_missing_usage_teach_nothing()
    {
        var calibration = new TokenCalibration();
        calibration.Observe("m", 20, 40);
        calibration.Observe("m", 1_000, 0);
        Assert.Equal(1_000, calibration.RatioOf("m"));
    }

    [Fact]
    public void Names_made_up_by_clients_do_not_fill_the_memory()
    {
        var calibration = new TokenCalibration();
        for (int i = 0; i < 1_500; i++) calibration.Observe($"m{i}", 1_000, 1_600);
        Assert.Equal(1_000, Enumerable.Range(0, 1_500).Count(i => calibration.RatioOf($"m{i}") != 1_000));
    }

    [Fact]
    public void Many_threads_learn_together()
    {
        var calibration = new TokenCalibration();
        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 500; i++) calibration.Observe("m", 1_000, 1_200);
        });
        Assert.InRange(calibration.RatioOf("m"), 1_199, 1_200);
    }

    [Fact]
    public void Estimate_of_one_stays_at_least_one()
    {
        var calibration = new TokenCalibration();
        for (int i = 0; i < 200; i++) calibration.Observe("m", 1_000, 500);
        Assert.Equal(1, calibration.Apply("m", 1));
    }
}
