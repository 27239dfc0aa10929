using System.Text;
using Gantry.Relay.Replays;
using Gantry.Secrets;
using Gantry.Tests.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gantry.Tests.Relay.Replays;

/// <summary>The desk over its files, without a server.</summary>
public sealed class ReplayDeskTests : IDisposable
{
    private static readonly byte[] Print = [.. Enumerable.Repeat((byte)7, RequestPrint.Size)];
    private static readonly Guid Alice = new("00000000-0000-7000-8000-000000000001");
    private static readonly Guid Bob = new("00000000-0000-7000-8000-000000000002");

    private readonly TempFolder _folder = new();
    private readonly FakeTime _time = new();
    private readonly List<ReplayDesk> _desks = [];

    [Fact]
    public async Task Answer_outlives_its_process()
    {
        await GiveAsync(Open(), Alice, "k", "said once");

        var desk = Open();
        var claim = desk.Claim(Alice, "k", Print, "req-2");
        var answer = await desk.OpenAsync(claim.Entry!, CancellationToken.None);

        Assert.Equal(ReplayClaimKind.Repeats, claim.Kind);
        Assert.Equal("said once", Encoding.UTF8.GetString(answer!.Body.Span));
        Assert.Equal(("req-k", 42L), (answer.RequestId, answer.CostNanos));
        Assert.Equal("text/plain", answer.Head.Find("content-type"));
    }

    [Fact]
    public void Request_that_ran_when_its_process_ended_leaves_its_key_free()
    {
        Open().Claim(Alice, "k", Print, "req-1");

        Assert.Equal(ReplayClaimKind.First, Open().Claim(Alice, "k", Print, "req-2").Kind);
    }

    [Fact]
    public async Task Half_of_a_file_is_removed_at_the_start()
    {
        await GiveAsync(Open(), Alice, "k", "x");
        var whole = Files().Single();
        File.Move(whole, whole + ".new");

        Assert.Equal(ReplayClaimKind.First, Open().Claim(Alice, "k", Print, "req-2").Kind);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Key_is_its_accounts_own()
    {
        var desk = Open();
        await GiveAsync(desk, Alice, "k", "hers");

        Assert.Equal(ReplayClaimKind.First, desk.Claim(Bob, "k", Print, "req-2").Kind);
    }

    [Fact]
    public async Task Key_is_free_after_a_day()
    {
        var desk = Open();
        await GiveAsync(desk, Alice, "k", "x");

        _time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        desk.Sweep();
        Assert.Equal(ReplayClaimKind.Repeats, desk.Claim(Alice, "k", Print, "req-2").Kind);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ReplayClaimKind.First, desk.Claim(Alice, "k", Print, "req-3").Kind);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Sweep_removes_the_files_of_a_day_ago_and_so_does_a_start()
    {
        var desk = Open();
        await GiveAsync(desk, Alice, "swept", "x");
        _time.Advance(TimeSpan.FromHours(12));
        await GiveAsync(desk, Alice, "loaded", "y");
        _time.Advance(TimeSpan.FromHours(12));

        desk.Sweep();
        Assert.Single(Files());
        _time.Advance(TimeSpan.FromHours(12));
        Open();
        Assert.Empty(Files());
    }

    [Fact]
    public async Task File_is_its_owners_alone_and_says_nothing_of_answer_or_key()
    {
        await GiveAsync(Open(), Alice, "secret-key-canary", "secret-answer-canary");

        var file = Files().Single();
        var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        Assert.DoesNotContain("canary", text, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", file, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(ReplayFileHeader.Size + 20)]
    public async Task Changed_file_does_not_open(int at)
    {
        var desk = Open();
        await GiveAsync(desk, Alice, "k", "x");
        var bytes = await File.ReadAllBytesAsync(Files().Single(), TestContext.Current.CancellationToken);
        bytes[at < 0 ? ^1 : at] ^= 1;
        await File.WriteAllBytesAsync(Files().Single(), bytes, TestContext.Current.CancellationToken);

        Assert.Null(await desk.OpenAsync(desk.Claim(Alice, "k", Print, "req-2").Entry!, CancellationToken.None));
    }

    [Fact]
    public async Task File_that_took_anothers_place_does_not_open()
    {
        var desk = Open();
        await GiveAsync(desk, Alice, "k", "hers");
        var hers = Files().Single();
        await GiveAsync(desk, Bob, "k", "his");
        File.Copy(Files().Single(file => file != hers), hers, overwrite: true);

        Assert.Null(await desk.OpenAsync(desk.Claim(Alice, "k", Print, "req-2").Entry!, CancellationToken.None));
    }

    [Fact]
    public async Task Oldest_make_room_and_an_account_makes_its_own_room()
    {
        var desk = Open(new ReplayLimits { TotalCount = 4, AccountCount = 2 });
        await GiveAsync(desk, Bob, "first", "x");
        foreach (var key in (string[])["a", "b", "c"])
        {
            await GiveAsync(desk, Alice, key, "x");
        }

        Assert.Equal(3, Files().Length);
        Assert.Equal(ReplayClaimKind.First, desk.Claim(Alice, "a", Print, "again").Kind);
        Assert.Equal(ReplayClaimKind.Repeats, desk.Claim(Alice, "c", Print, "again").Kind);
        Assert.Equal(ReplayClaimKind.Repeats, desk.Claim(Bob, "first", Print, "again").Kind);

        var carol = new Guid("00000000-0000-7000-8000-000000000003");
        await GiveAsync(desk, carol, "d", "x");
        await GiveAsync(desk, carol, "e", "x");
        Assert.Equal(ReplayClaimKind.First, desk.Claim(Bob, "first", Print, "again").Kind);
        Assert.Equal(4, Files().Length);
    }

    [Fact]
    public async Task Bytes_are_bounded_as_well()
    {
        var desk = Open(new ReplayLimits { AccountBytes = 2500 });
        await GiveAsync(desk, Alice, "a", new string('x', 1000));
        await GiveAsync(desk, Alice, "b", new string('x', 1000));
        Assert.Equal(2, Files().Length);
        await GiveAsync(desk, Alice, "c", new string('x', 1000));

        Assert.Equal(ReplayClaimKind.First, desk.Claim(Alice, "a", Print, "again").Kind);
    }

    [Fact]
    public async Task What_memory_has_no_room_for_is_known_as_given_even_after_a_restart()
    {
        var desk = Open(new ReplayLimits { MemoryBytes = 20_000 });
        var running = desk.Claim(Alice, "large", Print, "req-1").Running!;
        Take(running, new string('x', 17_000));
        Assert.Equal(ReplayClaimKind.NotKept, desk.Claim(Alice, "large", Print, "req-2").Kind);
        Assert.True(desk.End(running, complete: true, costNanos: 1));
        await desk.KeepAsync(running);

        Assert.Equal(0, desk.Memory.Taken);
        Assert.Equal(ReplayClaimKind.NotKept, desk.Claim(Alice, "large", Print, "req-3").Kind);
        Assert.Equal(ReplayClaimKind.NotKept, Open().Claim(Alice, "large", Print, "req-4").Kind);
    }

    [Fact]
    public async Task Answer_that_cannot_be_written_is_known_as_given()
    {
        await File.WriteAllTextAsync(_folder.File("replays"), "a file where the folder should be", TestContext.Current.CancellationToken);
        var desk = Open();

        await GiveAsync(desk, Alice, "k", "x");

        Assert.Equal(ReplayClaimKind.NotKept, desk.Claim(Alice, "k", Print, "req-2").Kind);
    }

    [Fact]
    public async Task Reader_of_an_answer_that_is_cut_learns_it_and_the_key_is_free()
    {
        var desk = Open();
        var running = desk.Claim(Alice, "k", Print, "req-1").Running!;
        using var reader = desk.Claim(Alice, "k", Print, "req-2").Reader!;
        var buffer = new byte[100];
        Take(running, "half");
        Assert.Equal(4, await reader.ReadAsync(buffer, CancellationToken.None));
        var rest = reader.ReadAsync(buffer, CancellationToken.None);
        Assert.False(rest.IsCompleted);

        running.Cut();
        Assert.False(desk.End(running, complete: false, costNanos: 1));

        Assert.Equal(0, await rest);
        Assert.Equal(ReplayEnd.Cut, running.End);
        Assert.Equal(ReplayClaimKind.First, desk.Claim(Alice, "k", Print, "req-3").Kind);
    }

    [Fact]
    public void Whoever_reads_keeps_the_memory_until_he_is_done()
    {
        var desk = Open();
        var running = desk.Claim(Alice, "k", Print, "req-1").Running!;
        var readers = new List<int>();
        running.WatchReaders(readers.Add);
        Take(running, "x");
        var reader = desk.Claim(Alice, "k", Print, "req-2").Reader!;
        desk.End(running, complete: false, costNanos: null);

        Assert.True(desk.Memory.Taken > 0);
        reader.Dispose();
        reader.Dispose();
        Assert.Equal(0, desk.Memory.Taken);
        Assert.Equal([0, 1, 0], readers);
    }

    [Fact]
    public async Task Who_joined_before_the_readers_were_watched_loses_nothing_to_whoever_is_done_sooner()
    {
        var desk = Open();
        var running = desk.Claim(Alice, "k", Print, "req-1").Running!;
        using var early = desk.Claim(Alice, "k", Print, "req-2").Reader!;
        var readers = new List<int>();
        running.WatchReaders(readers.Add);
        var late = desk.Claim(Alice, "k", Print, "req-3").Reader!;
        Take(running, "told");
        desk.End(running, complete: false, costNanos: null);
        late.Dispose();

        var buffer = new byte[100];
        Assert.Equal(4, await early.ReadAsync(buffer, CancellationToken.None));
        Assert.Equal([1, 2, 1], readers);
    }

    public void Dispose()
    {
        _desks.ForEach(desk => desk.Dispose());
        _folder.Dispose();
    }

    private ReplayDesk Open(ReplayLimits? limits = null)
    {
        var shelf = new ReplayShelf(_folder.Path, new SecretSeal(new byte[SecretFiles.KeySize]));
        var desk = new ReplayDesk(shelf, limits ?? new ReplayLimits(), _time, NullLogger<ReplayDesk>.Instance);
        _desks.Add(desk);
        desk.Load();
        return desk;
    }

    private string[] Files() => Directory.Exists(_folder.File("replays")) ? Directory.GetFiles(_folder.File("replays")) : [];

    private static async Task GiveAsync(ReplayDesk desk, Guid account, string key, string answer)
    {
        var running = desk.Claim(account, key, Print, "req-" + key).Running!;
        Take(running, answer);
        Assert.True(desk.End(running, complete: true, costNanos: 42));
        await desk.KeepAsync(running);
    }

    private static void Take(RunningReplay running, string text)
    {
        var response = new DefaultHttpContext().Response;
        response.ContentType = "text/plain";
        running.Take(response, Encoding.UTF8.GetBytes(text));
    }
}
