using Gantry.Storage;
using Xunit;

namespace Gantry.Tests.Storage;

/// <summary>How commands find the server of a data folder.</summary>
public sealed class RunningServerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Server_is_found_while_it_listens()
    {
        Assert.Null(ServerLock.Find(_folder.Path));
        using (var held = ServerLock.Acquire(_folder.Path))
        {
            Assert.Null(ServerLock.Find(_folder.Path));
            held.Announce(new RunningServer(new Uri("http://127.0.0.1:4567/"), IsPassing: true));
            Assert.Equal(new RunningServer(new Uri("http://127.0.0.1:4567"), true), ServerLock.Find(_folder.Path));
        }

        Assert.Null(ServerLock.Find(_folder.Path));
    }

    [Fact]
    public void Server_that_was_killed_is_not_found()
    {
        File.WriteAllText(_folder.File("gantry.pid"), $"{int.MaxValue}\n");
        File.WriteAllText(_folder.File("gantry.address"), "http://127.0.0.1:4567\nFalse\n");
        Assert.Null(ServerLock.Find(_folder.Path));

        // Nor by the address of the one before it, when the next has only begun.
        using var held = ServerLock.Acquire(_folder.Path);
        Assert.Null(ServerLock.Find(_folder.Path));
    }

    [Theory]
    [InlineData("http://0.0.0.0:80", "http://127.0.0.1:80")]
    [InlineData("http://[::]:3456", "http://127.0.0.1:3456")]
    [InlineData("https://127.0.0.1:3456/x", "https://127.0.0.1:3456")]
    [InlineData("http://gateway.example:3456", "http://gateway.example:3456")]
    public void Address_of_all_networks_is_reached_by_the_loopback(string listens, string root) => Assert.Equal(root, new RunningServer(new Uri(listens), false).Root);
}
