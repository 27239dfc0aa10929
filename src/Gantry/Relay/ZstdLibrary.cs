using System.Runtime.InteropServices;

namespace Gantry.Relay;

/// <summary>The five functions of libzstd that unpack a stream, of the library that the machine has (docs/decisions/0022). None is shipped: the framework brings zstd only after version 10.</summary>
internal sealed class ZstdLibrary
{
    // ZSTD_d_windowLogMax; 2^23 bytes is what RFC 8878 asks every reader for. A larger window is memory that a stranger chooses.
    private const int WindowLogMax = 100;
    private const int LargestWindowLog = 23;

    private static readonly string[] Names = ["libzstd.so.1", "libzstd.1.dylib", "libzstd.dll", "zstd"];

    private readonly Create _create;
    private readonly Free _free;
    private readonly SetParameter _set;
    private readonly Decompress _decompress;
    private readonly IsError _isError;

    private ZstdLibrary(nint library)
    {
        _create = Function<Create>(library, "ZSTD_createDStream");
        _free = Function<Free>(library, "ZSTD_freeDStream");
        _set = Function<SetParameter>(library, "ZSTD_DCtx_setParameter");
        _decompress = Function<Decompress>(library, "ZSTD_decompressStream");
        _isError = Function<IsError>(library, "ZSTD_isError");
    }

    /// <summary>Null where the machine has none, or one too old.</summary>
    public static ZstdLibrary? Instance { get; } = Load();

    /// <summary>A decoder with a bounded window; <see cref="Close"/> frees it.</summary>
    /// <exception cref="OutOfMemoryException">The library has no memory for it.</exception>
    public nint Open()
    {
        var decoder = _create();
        if (decoder == 0)
        {
            throw new InvalidDataException("No decoder could be made.");
        }

        _set(decoder, WindowLogMax, LargestWindowLog);
        return decoder;
    }

    public void Close(nint decoder) => _free(decoder);

    /// <summary>One step.</summary>
    /// <returns>0 at the end of a frame, else more is to come.</returns>
    /// <exception cref="InvalidDataException">The bytes are not zstd.</exception>
    public nuint Step(nint decoder, ref ZstdSpan output, ref ZstdSpan input)
    {
        var left = _decompress(decoder, ref output, ref input);
        return _isError(left) == 0 ? left : throw new InvalidDataException("The data is not zstd.");
    }

    private static ZstdLibrary? Load()
    {
        foreach (var name in Names)
        {
            if (!NativeLibrary.TryLoad(name, typeof(ZstdLibrary).Assembly, DllImportSearchPath.SafeDirectories, out var library))
            {
                continue;
            }

            try
            {
                return new ZstdLibrary(library);
            }
            catch (EntryPointNotFoundException)
            {
                // Older than 1.4: as good as none.
                NativeLibrary.Free(library);
            }
        }

        return null;
    }

    private static T Function<T>(nint library, string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));

    /// <summary>Bytes that the library reads or writes, as it lays them out.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ZstdSpan
    {
        public nint Start;
        public nuint Length;
        public nuint At;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint Create();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint Free(nint decoder);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint SetParameter(nint decoder, int parameter, int value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint Decompress(nint decoder, ref ZstdSpan output, ref ZstdSpan input);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate uint IsError(nuint code);
}
