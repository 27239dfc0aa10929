using System.Buffers.Binary;

namespace Gantry.Simulator.Audio;

/// <summary>A tenth of a second of silence as a valid WAV file: 16-bit mono at 24 kHz.</summary>
internal static class Wav
{
    private const int HeaderLength = 44;
    private const int SampleRate = 24000;
    private const int DataLength = SampleRate / 10 * sizeof(short);

    public static byte[] Silence()
    {
        var file = new byte[HeaderLength + DataLength];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), SampleRate * sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), sizeof(short));
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), DataLength);
        return file;
    }
}
