using System.Globalization;
using System.Runtime.InteropServices;
using Xunit;

namespace Gantry.Tests.Hosting;

public sealed class NativeSchedulingTests
{
    private const int Batch = 3;

    // The threads that bytes come by: of the sockets, of the pool, of the journal.
    [Fact]
    public async Task Server_that_is_run_lets_work_finish_before_whoever_is_woken()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out _), "Another C library.");
        await using var installation = await Installation.CreateAsync("m");
        await using var server = await installation.ServeAsync();
        var threads = Directory.EnumerateDirectories($"/proc/{server.Id}/task").Select(Read).ToList();
        foreach (var name in (string[])[".NET Sockets", ".NET TP Worker", "Journal sync"]) Assert.Contains(threads, thread => thread.Name == name);
        Assert.All(threads, thread => Assert.True(thread.Policy == Batch, $"{thread.Name}: {thread.Policy}"));
    }

    private static (string Name, int Policy) Read(string thread)
    {
        var stat = File.ReadAllText(Path.Combine(thread, "stat"));
        var end = stat.LastIndexOf(')');
        // Fields are counted from 1 (proc(5)); the name is the second, the policy the forty-first.
        return (stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..end], int.Parse(stat[(end + 2)..].Split(' ')[41 - 3], CultureInfo.InvariantCulture));
    }
}
