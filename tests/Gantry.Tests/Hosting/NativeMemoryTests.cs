using System.Globalization;
using System.Runtime.InteropServices;
using Gantry.Tests.Relay.Faults;
using Xunit;
using NativeMemory = Gantry.Hosting.NativeMemory;

namespace Gantry.Tests.Hosting;

[Collection(AloneCollection.Name)]
public sealed class NativeMemoryTests
{
    private const int Pieces = 200_000;
    private const int Size = 1_000;

    [Fact]
    public async Task R_50_What_was_freed_below_a_piece_in_use_goes_back_to_the_system()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out _), "Another C library, which keeps less.");
        var pieces = new nint[Pieces];
        for (var number = 0; number < Pieces; number++) pieces[number] = Touched();
        for (var number = 0; number < Pieces - 1; number++) Marshal.FreeHGlobal(pieces[number]);
        var before = Resident();

        NativeMemory.GiveBack();

        var least = before - (Pieces * Size / 2);
        for (var tries = 0; Resident() > least && tries < 100; tries++) await Task.Delay(100, TestContext.Current.CancellationToken);
        Marshal.FreeHGlobal(pieces[^1]);
        Assert.InRange(Resident(), 0, least);
    }

    private static nint Touched()
    {
        var piece = Marshal.AllocHGlobal(Size);
        Marshal.WriteByte(piece, 1);
        return piece;
    }

    private static long Resident() =>
        long.Parse(File.ReadLines("/proc/self/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
}
