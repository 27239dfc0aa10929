using System.Buffers.Binary;

namespace Gantry.Relay.Replays;

/// <summary>The open begin of a file: what the desk must know of it after a restart. It is bound to the sealed rest, so that neither can be exchanged.</summary>
internal static class ReplayFileHeader
{
    public const int Size = PrintAt + RequestPrint.Size;

    private const int IdSize = 32;
    private const int KeptAt = 4;
    private const int IdAt = KeptAt + 1;
    private const int AccountAt = IdAt + IdSize;
    private const int TimeAt = AccountAt + 16;
    private const int PrintAt = TimeAt + sizeof(long);

    private static ReadOnlySpan<byte> Magic => "gwr1"u8;

    public static byte[] Write(ReplayEntry entry, bool kept)
    {
        var header = new byte[Size];
        Magic.CopyTo(header);
        header[KeptAt] = kept ? (byte)1 : (byte)0;
        Convert.FromHexString(entry.Id.Hex).CopyTo(header, IdAt);
        entry.Account.TryWriteBytes(header.AsSpan(AccountAt));
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(TimeAt), entry.CreatedAt.ToUnixTimeMilliseconds());
        entry.Print.CopyTo(header, PrintAt);
        return header;
    }

    /// <returns>Null where these bytes are none of ours.</returns>
    public static ReplayEntry? Read(ReadOnlySpan<byte> header, string file, long size)
    {
        if (header.Length < Size || !header.StartsWith(Magic))
        {
            return null;
        }

        var created = BinaryPrimitives.ReadInt64BigEndian(header[TimeAt..]);
        if (created < 0 || created > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return null;
        }

        return new ReplayEntry(
            new ReplayId(Convert.ToHexStringLower(header.Slice(IdAt, IdSize))),
            new Guid(header.Slice(AccountAt, 16)),
            header.Slice(PrintAt, RequestPrint.Size).ToArray(),
            DateTimeOffset.FromUnixTimeMilliseconds(created))
        {
            File = file,
            Size = size,
            Kept = header[KeptAt] == 1,
        };
    }
}
