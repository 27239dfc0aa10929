using Dapper;

namespace Gantry.Tests.Nodes;

/// <summary>Faults of servers, of their database and of what lies between, drawn by a seed. Each is over when its task has ended.</summary>
internal sealed class FaultDice(NodeCluster cluster, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Kills and stops of processes alone.</summary>
    public async Task<string> KillAsync()
    {
        var node = cluster.Nodes[_random.Next(cluster.Nodes.Count)];
        return _random.Next(10) switch
        {
            < 5 => await KillNodeAsync(node),
            < 8 => await KillDatabaseAsync(),
            _ => await PauseAsync(node),
        };
    }

    /// <summary>Any fault.</summary>
    public async Task<string> AnyAsync()
    {
        var node = cluster.Nodes[_random.Next(cluster.Nodes.Count)];
        return _random.Next(10) switch
        {
            0 => await KillNodeAsync(node),
            1 => await KillDatabaseAsync(),
            2 => await PauseAsync(node),
            3 => await OnLinkAsync("cut", node, link => link.Cut(), 8),
            4 => await OnLinkAsync("held up", node, link => link.Hold(), 8),
            5 => await OnLinkAsync("broken", node, link => link.Break(), 1),
            6 => await OnLinkAsync("deaf", node, link => link.LosesWords = true, 10),
            7 => await OnLinkAsync("slow", node, link => link.Delay = TimeSpan.FromMilliseconds(20), 10),
            8 => await EndSessionsAsync(),
            _ => await RestartAsync(node),
        };
    }

    private async Task<string> KillNodeAsync(ClusterNode node)
    {
        await Task.Delay(_random.Next(1500));
        await node.KillAsync();
        await Task.Delay(_random.Next(500));
        await node.StartAsync();
        return $"killed {node.Number}";
    }

    private async Task<string> KillDatabaseAsync()
    {
        await Task.Delay(_random.Next(1500));
        await cluster.Database.KillAsync();
        await Task.Delay(_random.Next(2000));
        await cluster.Database.StartAsync();
        return "killed the database";
    }

    private async Task<string> PauseAsync(ClusterNode node)
    {
        node.Signal(ClusterNode.Pause);
        await Task.Delay(TimeSpan.FromSeconds(1 + _random.Next(6)));
        node.Signal(ClusterNode.Continue);
        return $"paused {node.Number}";
    }

    private async Task<string> OnLinkAsync(string what, ClusterNode node, Action<DatabaseLink> change, int seconds)
    {
        change(node.Link);
        await Task.Delay(TimeSpan.FromSeconds(1 + _random.Next(seconds)));
        node.Link.Heal();
        (node.Link.LosesWords, node.Link.Delay) = (false, TimeSpan.Zero);
        return $"{what} {node.Number}";
    }

    private async Task<string> EndSessionsAsync()
    {
        await using var connection = await cluster.Database.ConnectAsync();
        await connection.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{NodeDatabase.Role}'");
        return "ended all sessions";
    }

    private static async Task<string> RestartAsync(ClusterNode node)
    {
        await node.StopAsync(TimeSpan.FromSeconds(60));
        await node.StartAsync();
        return $"restarted {node.Number}";
    }
}
