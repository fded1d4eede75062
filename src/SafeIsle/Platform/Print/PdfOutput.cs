using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace SafeIsle.Platform.Print;

/// <summary>
/// Hands Cairo's bytes to a stream. An exception of the stream must not cross native frames:
/// it is kept, Cairo is told that writing failed, and <see cref="ThrowIfFailed"/> raises it afterwards.
/// </summary>
internal sealed unsafe class PdfOutput(Stream stream) : IDisposable
{
    // Cairo writes in pieces of a few bytes.
    private const int BufferSize = 64 * 1024;

    private readonly byte[] buffer = new byte[BufferSize];
    private GCHandle self;
    private int used;
    private bool closed;
    private ExceptionDispatchInfo? failure;

    /// <summary>What Cairo passes back to <see cref="Callback"/>; valid until disposed.</summary>
    internal nint Handle
    {
        get
        {
            if (!self.IsAllocated)
            {
                self = GCHandle.Alloc(this);
            }

            return GCHandle.ToIntPtr(self);
        }
    }

    internal static delegate* unmanaged[Cdecl]<nint, byte*, uint, int> Callback => &Write;

    /// <summary>Writes out what is buffered.</summary>
    internal void Flush()
    {
        stream.Write(buffer, 0, used);
        used = 0;
        stream.Flush();
    }

    /// <summary>Refuses all that Cairo still wants to write, for a document that is given up.</summary>
    internal void Close() => closed = true;

    /// <summary>Raises the stream's exception, if there was one, as if it had been thrown here.</summary>
    internal void ThrowIfFailed() => failure?.Throw();

    public void Dispose()
    {
        if (self.IsAllocated)
        {
            self.Free();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint closure, byte* data, uint length)
    {
        var output = (PdfOutput)GCHandle.FromIntPtr(closure).Target!;
        if (output.closed || output.failure is not null)
        {
            return Cairo.WriteError;
        }

        try
        {
            output.Append(new ReadOnlySpan<byte>(data, checked((int)length)));
            return Cairo.Success;
        }
#pragma warning disable CA1031 // Whatever it is, it is raised again in ThrowIfFailed.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            output.failure = ExceptionDispatchInfo.Capture(exception);
            return Cairo.WriteError;
        }
    }

    private void Append(ReadOnlySpan<byte> data)
    {
        if (data.Length > buffer.Length - used)
        {
            stream.Write(buffer, 0, used);
            used = 0;
        }

        if (data.Length > buffer.Length)
        {
            stream.Write(data);
            return;
        }

        data.CopyTo(buffer.AsSpan(used));
        used += data.Length;
    }
}
