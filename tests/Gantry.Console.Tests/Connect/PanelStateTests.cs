using Gantry.Console.Connect;
using Gantry.Contracts.Connect;
using Gantry.Contracts.Manage.Arrivals;
using Xunit;

namespace Gantry.Console.Tests.Connect;

/// <summary>How the panel stands after what has arrived.</summary>
public sealed class PanelStateTests
{
    private readonly PanelState _state = new(Recipes.Find("claude-code")!, "http://gw");

    [Fact]
    public void First_good_answer_stays_whatever_follows()
    {
        Assert.Null(_state.Shown);
        _state.Take(Came(401, KeyStanding.None), null);
        Assert.False(_state.IsGreen);
        Assert.Equal(DiagnosisKind.KeyMissing, _state.Shown!.Diagnosis.Kind);
        _state.Take(Came(200), null);
        Assert.True(_state.IsGreen);
        _state.Take(Came(429), null);
        Assert.Equal(DiagnosisKind.Good, _state.Shown.Diagnosis.Kind);
        Assert.Equal([3, 2, 1], _state.Rows.Select(row => row.Number));
    }

    [Fact]
    public void Mended_answer_is_green_until_a_right_one_comes()
    {
        _state.Take(Came(200) with { Path = "/v1/v1/messages", HealedBase = "http://gw" }, null);
        Assert.True(_state.IsGreen);
        Assert.Equal(DiagnosisKind.BaseMended, _state.Shown!.Diagnosis.Kind);
        _state.Take(Came(200), null);
        Assert.Equal(DiagnosisKind.Good, _state.Shown.Diagnosis.Kind);
    }

    [Fact]
    public void Other_key_of_the_account_is_passed_over_while_one_is_chosen()
    {
        Assert.False(_state.Take(Came(200), "sk-other…9999"));
        Assert.Null(_state.Shown);
        Assert.True(_state.Take(Came(200), "sk-mine-…1234"));
        _state.Clear();
        Assert.False(_state.IsGreen);
        // Without a key it can be nobody else's: only who may see it gets it.
        Assert.True(_state.Take(Came(401, KeyStanding.None) with { KeyDisplay = null }, "sk-mine-…1234"));
    }

    [Fact]
    public void Rows_are_bounded()
    {
        for (var i = 0; i < 100; i++) _state.Take(Came(429), null);
        Assert.Equal(12, _state.Rows.Count);
        Assert.Equal(100, _state.Rows[0].Number);
    }

    [Fact]
    public void Held_key_is_told_by_its_ends()
    {
        var held = new HeldKey();
        held.Hold("sk-gantry-0123456789abcdefghij", "laptop");
        Assert.Equal("sk-gantr…ghij", held.Display);
        held.Hold("", "laptop");
        Assert.Null(held.Display);
        Assert.Null(held.Name);
    }

    private static Arrival Came(int status, KeyStanding key = KeyStanding.Good) => new()
    {
        At = DateTimeOffset.UnixEpoch, Method = "POST", Path = "/v1/messages", ServedPath = "/v1/messages", Protocol = "messages", Key = key, KeyDisplay = "sk-mine-…1234", Status = status, Model = "m",
    };
}
