using System.Buffers.Binary;
using System.Security.Cryptography;
using Gantry.Secrets;

namespace Gantry.Captures;

/// <summary>
/// The files in <c>captures/</c> of the data folder, one a request, sealed with the master key, in a folder for each hour of expiry that is deleted whole.
/// Each is written aside and moved into place.
/// </summary>
internal sealed class CaptureShelf(string dataFolder, SecretSeal seal, TimeProvider time) : ICaptures
{
    private const string Root = "captures";
    private const string Extension = ".capture";
    private const string Aside = ".new";
    private const int GuidSize = 16;
    private const int HeadSize = 4 + GuidSize;
    private const int FixedSize = GuidSize + (2 * sizeof(long)) + sizeof(int);

    private readonly string _root = Path.Combine(dataFolder, Root);

    private static ReadOnlySpan<byte> Magic => "gwc1"u8;

    /// <summary>Without a master key nothing is kept.</summary>
    public bool IsLocked => seal.IsLocked;

    /// <summary>The sealed boxes in the files.</summary>
    public static ISealedCells Cells(string dataFolder) => new SealedFiles(Root, Path.Combine(dataFolder, Root), Extension, HeadSize, Cell);

    /// <exception cref="IOException">It could not be written.</exception>
    public async Task WriteAsync(Capture capture, CancellationToken cancellation)
    {
        var folder = Path.Combine(_root, CaptureTime.Folder(capture.ExpiresAt));
        var head = Head(capture.AccountId);
        var plain = Pack(capture);
        var box = seal.Seal(plain, Cell(capture.RequestId, head));
        CryptographicOperations.ZeroMemory(plain);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var path = Path.Combine(folder, capture.RequestId + Extension);
        await using (var file = new FileStream(path + Aside, options))
        {
            await file.WriteAsync(head, cancellation);
            await file.WriteAsync(box, cancellation);
        }

        File.Move(path + Aside, path, overwrite: true);
    }

    public async Task<Capture?> FindAsync(Guid account, string requestId, CancellationToken cancellation)
    {
        if (Locate(requestId) is not var (path, expires)) return null;
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellation);
            var head = Head(account);
            return bytes.AsSpan().StartsWith(head) ? Unpack(seal.OpenBytes(bytes.AsSpan(HeadSize), Cell(requestId, head)), requestId, account, expires) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return null; // Gone, or of a master key that is lost.
        }
    }

    public async Task<bool> DeleteAsync(Guid account, string requestId, CancellationToken cancellation)
    {
        if (await FindAsync(account, requestId, cancellation) is null || Locate(requestId) is not var (path, _)) return false;
        File.Delete(path);
        return true;
    }

    /// <summary>Deletes every folder whose hour has come.</summary>
    /// <returns>How many.</returns>
    public int Sweep()
    {
        if (!Directory.Exists(_root)) return 0;
        var now = time.GetUtcNow();
        var over = Directory.EnumerateDirectories(_root).Where(folder => CaptureTime.Hour(Path.GetFileName(folder)) <= now).ToArray();
        foreach (var folder in over) Directory.Delete(folder, recursive: true);
        return over.Length;
    }

    private (string Path, DateTimeOffset Expires)? Locate(string requestId)
    {
        var now = time.GetUtcNow();
        for (var days = 1; days <= CaptureTime.MostDays; days++)
        {
            // An id that is none of ours never becomes part of a path.
            if (CaptureTime.ExpiryOf(requestId, days) is not { } expires) return null;
            var path = Path.Combine(_root, CaptureTime.Folder(expires), requestId + Extension);
            if (expires > now && File.Exists(path)) return (path, expires);
        }

        return null;
    }

    private static byte[] Head(Guid account) => [.. Magic, .. account.ToByteArray()];

    private static SealContext Cell(string requestId, byte[] head) => new(Root, requestId, Convert.ToHexStringLower(head));

    private static byte[] Pack(Capture capture)
    {
        var request = capture.Request.Bytes.Span;
        var answer = capture.Answer.Bytes.Span;
        var plain = new byte[FixedSize + request.Length + answer.Length];
        capture.KeyId.TryWriteBytes(plain);
        BinaryPrimitives.WriteInt64BigEndian(plain.AsSpan(GuidSize), capture.Request.Length);
        BinaryPrimitives.WriteInt64BigEndian(plain.AsSpan(GuidSize + sizeof(long)), capture.Answer.Length);
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(GuidSize + (2 * sizeof(long))), request.Length);
        request.CopyTo(plain.AsSpan(FixedSize));
        answer.CopyTo(plain.AsSpan(FixedSize + request.Length));
        return plain;
    }

    private static Capture Unpack(byte[] plain, string requestId, Guid account, DateTimeOffset expires)
    {
        var asked = BinaryPrimitives.ReadInt32BigEndian(plain.AsSpan(GuidSize + (2 * sizeof(long))));
        return new Capture
        {
            RequestId = requestId,
            AccountId = account,
            KeyId = new Guid(plain.AsSpan(0, GuidSize)),
            ExpiresAt = expires,
            Request = new CapturedBody(plain.AsMemory(FixedSize, asked), BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(GuidSize))),
            Answer = new CapturedBody(plain.AsMemory(FixedSize + asked), BinaryPrimitives.ReadInt64BigEndian(plain.AsSpan(GuidSize + sizeof(long)))),
        };
    }
}
