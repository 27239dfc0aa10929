using System.Collections.Frozen;
using Gantry.Catalog;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Routing;
using Gantry.Snapshot;
using Xunit;
using static Gantry.Tests.Routing.Planners;

namespace Gantry.Tests.Routing;

/// <summary>Which groups of a key serve, and which of them after others.</summary>
public sealed class GroupTests
{
    private readonly Group _first = Snapshots.Group("first", At("a"));
    private readonly Group _second = Snapshots.Group("second", At("b"));

    [Fact]
    public void Later_group_is_no_fallback_unless_the_key_says_so()
    {
        var key = Snapshots.Key(_first, _second);
        Assert.Equal("first/a", New().Plan(Ask(key)).Names());
        Assert.Equal("first/a second/b", New().Plan(Ask(key with { Fallback = true })).Names());
    }

    [Fact]
    public void Closed_group_serves_nobody_and_names_its_replacement()
    {
        var closed = _first with { Status = GroupStatus.Closed, Replacement = "second", Note = "Gone since May." };

        var refusal = New().Plan(Ask(Snapshots.Key(closed))).Refusal!;

        Assert.Equal(("group_closed", ErrorKind.Forbidden, "The group 'first' of this API key is closed. Use the group 'second'. Gone since May."), (refusal.Code, refusal.Kind, refusal.Message));
        Assert.Equal("second/b", New().Plan(Ask(Snapshots.Key(closed, _second))).Names());
        Assert.Empty(VisibleModels.Of(Snapshots.Key(closed)));
    }

    [Fact]
    public void Deprecated_group_serves() => Assert.Equal("first/a", New().Plan(Ask(Snapshots.Key(_first with { Status = GroupStatus.Deprecated }))).Names());

    [Fact]
    public void Group_for_other_protocols_is_passed_over()
    {
        var limited = _first with { Protocols = FrozenSet.Create(Protocol.Messages) };

        Assert.Equal("second/b", New().Plan(Ask(Snapshots.Key(limited, _second))).Names());
        Assert.Equal("first/a", New().Plan(Ask(Snapshots.Key(limited, _second), protocol: Protocol.Messages)).Names());
        var refusal = New().Plan(Ask(Snapshots.Key(limited))).Refusal!;
        Assert.Equal(("protocol_not_allowed", "The group 'first' of this API key serves Messages and not Chat."), (refusal.Code, refusal.Message));
    }

    [Fact]
    public void Virtual_model_tries_its_models_in_order_each_at_its_own_price()
    {
        var (small, large) = (Snapshots.Model("small"), Snapshots.Model("large"));
        var (near, far) = (Snapshots.Deployment(large, Upstream("l")) with { Priority = 5 }, Snapshots.Deployment(small, Upstream("s")));
        var group = Snapshots.Group("g", near, far) with
        {
            VirtualModels = new Dictionary<string, VirtualOffer> { ["smart"] = new(large with { Id = "smart" }, [[near], [far]]) }.ToFrozenDictionary(),
        };

        var plan = New().Plan(Ask(Snapshots.Key(group), model: "smart"));

        Assert.Equal(["large", "small"], plan.Candidates.Select(c => c.Deployment.Model.Id));
        Assert.Equal(["large", "small", "smart"], VisibleModels.Of(Snapshots.Key(group)).Select(v => v.Name));
        var limited = Snapshots.Key(group) with { Models = FrozenSet.Create("small") };
        Assert.Equal(["small"], New().Plan(Ask(limited, model: "smart")).Candidates.Select(c => c.Deployment.Model.Id));
        Assert.Equal(2, New().Plan(Ask(limited with { Models = FrozenSet.Create("smart") }, model: "smart")).Candidates.Length);
    }

    [Fact]
    public void Model_list_shows_what_the_keys_map_adds_and_what_it_changes()
    {
        var group = Snapshots.Group("g", At("a"), Snapshots.Deployment(Snapshots.Model("other"), Upstream("b")));
        var key = Snapshots.Key(group) with { ModelMap = Map(("claude-3", "m"), ("other", "m"), ("gone", "nobody"), ("*", "m")) };

        Assert.Equal(
            ["m=m", "alias-of-m=m", "other=m", "claude-3=m"],
            VisibleModels.Of(key).Select(v => $"{v.Name}={v.Model.Id}"));
    }
}
