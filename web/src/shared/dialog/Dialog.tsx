import { Modal, type ModalProps } from "@mantine/core";
import type { ReactNode } from "react";
import { useFocusBack } from "./useFocusBack";

type Props = { title: string; onClose: () => void; size?: ModalProps["size"]; children: ReactNode };

/** A dialog that is there as long as it is drawn. Who leaves it goes on where they opened it. */
export function Dialog({ title, onClose, size = "md", children }: Props) {
  useFocusBack();
  return <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ "aria-label": "Close" }}>{children}</Modal>;
}
